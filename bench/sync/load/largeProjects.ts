import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDocument } from '@studio/infra/testing';
import { stateFormatOf } from '@studio/shared/api';
import { rootMap } from '@studio/shared/document';
import * as Y from 'yjs';
import type { Contender, Seat } from '../contenders/contender.ts';
import type { OurContender } from '../contenders/studio.ts';
import type { Ground } from '../ground.ts';
import { hocuspocusDialect } from '../wire/hocuspocusDialect.ts';
import { openClientSocket } from '../wire/clientSocket.ts';
import type { Opening } from './openingClient.ts';
import { type IdSource, studioDocument } from './studioDocument.ts';

/** A contender that keeps large projects: each is on its disk, and in its memory only while somebody is in it. */
export interface LargeProjects {
  readonly contender: Contender;
  /** One that nobody has opened since the server's start. */
  next(): Promise<LargeProject>;
  stop(): Promise<void>;
}

/** A large project, and how a client opens it. */
export interface LargeProject {
  readonly opening: Opening;
  /** Enters it and stays, so that the server keeps it in memory; returns how to leave. */
  hold(): Promise<() => Promise<void>>;
}

/** How many there are, and what they are. */
export interface LargePlan {
  readonly projects: number;
  readonly nodes: number;
  readonly ids: IdSource;
}

const FOLD_WITHIN_MS = 60_000;

/** Starts bare Hocuspocus that reads them from a file. */
export async function keepInFile(ground: Ground, { nodes, ids }: LargePlan): Promise<LargeProjects> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-document-'));
  const file = join(folder, 'document');
  const whole = new Y.Doc();
  for (const edit of studioDocument(nodes, ids)) Y.applyUpdate(whole, edit);
  writeFileSync(file, Y.encodeStateAsUpdate(whole));
  const contender = await ground.startBareFrom(file);
  return {
    contender,
    async next() {
      const [seat] = await contender.newRoom(1);
      return projectAt(seat, nodes);
    },
    async stop() {
      await contender.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts ours, writes them as an editor does, waits until they are folded, and starts it again without them in memory. */
export async function keepInStudio(ground: Ground, { projects, nodes, ids }: LargePlan): Promise<LargeProjects> {
  const contender = await ground.startOurs();
  const seats: Seat[] = [];
  const edits = studioDocument(nodes, ids);
  for (let made = 0; made < projects; made += 1) {
    const [seat] = await contender.newRoom(1);
    if (!seat) throw new RangeError('A room has seats.');
    await write(contender, seat, edits, nodes);
    seats.push(seat);
  }
  await contender.restart();
  return {
    contender,
    async next() {
      const seat = seats.shift();
      return projectAt(seat, nodes, seat && stateUrlOf(contender, seat));
    },
    stop: () => contender.stop(),
  };
}

async function write(contender: OurContender, seat: Seat, edits: readonly Uint8Array[], nodes: number): Promise<void> {
  const editor = await openDocument(contender.owner.origin, seat.document, seat.token);
  for (const edit of edits) Y.applyUpdate(editor.doc, edit);
  await editor.saved();
  const deadline = performance.now() + FOLD_WITHIN_MS;
  while ((await foldedNodes(contender, seat)) < nodes) {
    if (performance.now() > deadline) throw new Error(`${seat.document} was not folded within ${FOLD_WITHIN_MS} ms.`);
    await delay(100);
  }
  editor.close();
  editor.doc.destroy();
}

/** How many nodes are in the state that openers are given. */
async function foldedNodes(contender: OurContender, seat: Seat): Promise<number> {
  const answer = await fetch(stateUrlOf(contender, seat), { headers: { 'x-api-key': seat.token } });
  const state = new Uint8Array(await answer.arrayBuffer());
  const format = stateFormatOf(answer.headers.get('content-type'));
  if (!format) return 0;
  const doc = new Y.Doc();
  (format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(doc, state);
  return rootMap(doc, 'nodes').size;
}

function stateUrlOf({ owner }: OurContender, seat: Seat): string {
  return `${owner.origin}/api/v1/projects/${seat.document.replace('project/', '')}/documents/project/state`;
}

function projectAt(seat: Seat | undefined, nodes: number, stateUrl?: string): LargeProject {
  if (!seat) throw new RangeError('There are no more large projects.');
  const { port, path, document, token } = seat;
  const opening = { url: `ws://127.0.0.1:${port}${path}`, document, token, nodes };
  return {
    opening: stateUrl === undefined ? opening : { ...opening, stateUrl },
    async hold() {
      const state = Y.encodeStateAsUpdate(new Y.Doc());
      return (await openClientSocket(seat, { dialect: hocuspocusDialect, state })).close;
    },
  };
}
