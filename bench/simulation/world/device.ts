import * as Y from 'yjs';
import { AckedProvider } from '../../../client/sync/ackedProvider.ts';
import type { CountStore } from '../../../client/sync/unsentLog.ts';
import type { DeleteSet, Witness } from '../checks/witness.ts';
import type { SimulatedProcess } from '../time/simulatedProcess.ts';
import { openTab, type SimulatedTab } from './simulatedTab.ts';

/** Where a person works: what it keeps outlives its tabs, which share it. */
export interface Device {
  readonly person: string;
  readonly stored: Uint8Array[];
  readonly counts: CountStore;
  /** The tabs that live, and how each hears of another's edit. */
  readonly tabs: Map<SimulatedProcess, () => void>;
}

/** Makes a device on which nothing is kept yet. */
export function createDevice(person: string): Device {
  return { person, stored: [], counts: new MemoryCounts(), tabs: new Map() };
}

class MemoryCounts implements CountStore {
  readonly #values = new Map<string, string>();

  get length(): number {
    return this.#values.size;
  }

  key(index: number): string | null {
    return [...this.#values.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }

  removeItem(key: string): void {
    this.#values.delete(key);
  }
}

const NONE: ReadonlyMap<number, number> = new Map();

/** What watching a tab needs; `writeMs` is how long the device takes to keep an update. */
export interface TabWatch {
  readonly witness: Witness;
  readonly documentName: string;
  readonly writeMs: () => number;
  /** Hears that edits were taken out of a copy, because they build on what nobody has. */
  readonly onSetAside: () => void;
}

/** Opens a tab on a device and has everything it shows and says checked. */
export function openTabOn(device: Device, process: SimulatedProcess, watch: TabWatch): SimulatedTab {
  const { documentName, witness } = watch;
  let deletes: DeleteSet[] = [];
  const look = () => {
    if (!tab.isSaved()) return;
    const last = doc.store.clients.get(doc.clientID)?.at(-1);
    const end = last ? last.id.clock + last.length : 0;
    witness.acknowledged(documentName, process.name, doc.clientID, end, deletes);
    deletes = [];
  };
  // What a person sees is drawn when all that belongs to a change has been done.
  const tab = openTab(device, process, {
    ...watch,
    onChange: () => queueMicrotask(look),
    onIncomplete: watch.onSetAside,
  });
  const { doc } = tab;
  // What this device has and could not place yet is shown with what it builds on, whoever brings that.
  let waiting = pendingEnds(doc);
  doc.on('beforeTransaction', () => (waiting = pendingEnds(doc)));
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin instanceof AckedProvider) witness.saw(documentName, process.name, update, waiting);
  });
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (!transaction.local) return;
    witness.wrote(documentName, doc.clientID, transaction.afterState.get(doc.clientID) ?? 0);
    if (transaction.deleteSet.clients.size > 0) deletes.push(transaction.deleteSet);
  });
  return tab;
}

function pendingEnds({ store }: Y.Doc): ReadonlyMap<number, number> {
  return store.pendingStructs ? Y.parseUpdateMetaV2(store.pendingStructs.update).to : NONE;
}
