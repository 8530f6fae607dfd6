import { SCHEMA_VERSION } from '@studio/shared/document';
import * as Y from 'yjs';
import { DocumentConnection, type OpenCopy } from '../../../client/sync/documentConnection.ts';
import { StudioSocket } from '../../../client/sync/studioSocket.ts';
import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { virtualTime } from '../time/virtualTime.ts';
import type { Device } from './device.ts';

/** A browser tab that edits a document. */
export interface SimulatedTab {
  readonly process: SimulatedProcess;
  readonly person: string;
  readonly connection: DocumentConnection;
  readonly doc: Y.Doc;
  /** What the badge says: all of one's own edits have arrived. */
  isSaved(): boolean;
}

/** What a tab is opened with; `writeMs` is how long its device takes to keep an update. */
export interface TabStart {
  readonly documentName: string;
  readonly writeMs: () => number;
  readonly onChange: () => void;
  readonly onIncomplete: () => void;
}

/** Opens a tab with the client's own socket and connection; must run in the name of its process. */
export function openTab(device: Device, process: SimulatedProcess, start: TabStart): SimulatedTab {
  const { person } = device;
  const socket = new StudioSocket({
    url: `ws://studio/collab?schema=${SCHEMA_VERSION}`,
    clock: Date.now,
    random: Math.random,
  });
  const connection = new DocumentConnection({
    name: start.documentName,
    personId: person,
    tabId: process.name,
    token: person,
    socket,
    counts: device.counts,
    openCopy: copyOn(device, process, start.writeMs),
    onChange: start.onChange,
    onIncomplete: async () => start.onIncomplete(),
  });
  const isSaved = () => connection.isLive && connection.unsentEdits === 0;
  return { process, person, connection, doc: connection.doc, isSaved };
}

/** A row of a copy that was folded, or that nobody can read. */
export const NOTHING = new Uint8Array();

/** The document on a device, by the port of the copy in a browser's database: what a tab had no time to write is lost with it. */
function copyOn(device: Device, process: SimulatedProcess, writeMs: () => number): OpenCopy {
  return (doc, _name, { onOtherTab }) => {
    const origin = {};
    let read = 0;
    let keptMs = 0;
    const takeIn = () => {
      const before = Y.encodeStateVector(doc);
      for (const update of device.stored.slice(read)) if (update !== NOTHING) Y.applyUpdate(doc, update, origin);
      read = device.stored.length;
      return Buffer.compare(before, Y.encodeStateVector(doc)) !== 0;
    };
    takeIn();
    device.tabs.set(process, onOtherTab);
    process.whenKilled(() => device.tabs.delete(process));
    doc.on('update', (update: Uint8Array, from: unknown) => {
      if (from === origin) return;
      // One write after the other: what is lost with the tab is always the newest.
      keptMs = Math.max(keptMs, virtualTime.nowMs + writeMs());
      virtualTime.plan(keptMs - virtualTime.nowMs, () => keep(device, process, update), process);
    });
    return {
      whenRead: Promise.resolve(),
      state: 'kept',
      refresh: async () => takeIn(),
      rewrite: () => {
        takeIn();
        // Others know rows by their place.
        device.stored.fill(NOTHING);
        keep(device, process, Y.encodeStateAsUpdate(doc));
      },
      close: async () => void device.tabs.delete(process),
    };
  };
}

function keep(device: Device, writer: SimulatedProcess, update: Uint8Array): void {
  device.stored.push(update);
  for (const [process, tell] of device.tabs) if (process !== writer) virtualTime.plan(1, tell, process);
}
