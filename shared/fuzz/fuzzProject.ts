import type * as Y from 'yjs';
import { createUndo, watchForEchoes } from '../document/index.ts';
import { fingerprint, flawOfProject, writers } from './invariants.ts';
import { comeBack, connectPeers, deliver, goOffline, type Peer } from './peer.ts';
import { randomCommand } from './randomCommand.ts';
import { seededRandom, type Random } from './random.ts';

/** The size of one run. */
export interface FuzzOptions {
  readonly seed: number;
  readonly peers: number;
  readonly operations: number;
  /** The undo under test; the product's own when left out. */
  readonly undoOf?: (doc: Y.Doc) => Y.UndoManager;
}

/** What a run found: undefined when all held, else what broke and the operations that led there. */
export type FuzzOutcome = { readonly flaw: string; readonly log: readonly string[] } | undefined;

/**
 * Lets peers run random commands and undo over a network that reorders, drops out and comes back; afterwards all must be
 * equal and valid, no undo may have removed another's work, and nobody may have written because of a remote change.
 */
export function fuzzProject({ seed, peers: count, operations, undoOf }: FuzzOptions): FuzzOutcome {
  const random = seededRandom(seed);
  const peers = connectPeers(count, undoOf ?? ((doc) => createUndo(doc, 0)));
  const log: string[] = [];
  const echoes: unknown[] = [];
  for (const peer of peers) watchForEchoes(peer.doc, (origin) => echoes.push(origin));
  let made = 0;
  const newId = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
  for (let step = 0; step < operations; step += 1) {
    const peer = peers[random.below(count)];
    if (!peer) continue;
    const flaw = act(peer, peers, random, newId, log);
    if (flaw) return { flaw, log };
  }
  for (const peer of peers) comeBack(peer, peers);
  for (const peer of peers) while (peer.inbox.length > 0) deliver(peer, 0);
  const flaw =
    flawAtRest(peers) ?? (echoes.length > 0 ? `${echoes.length} writes answered a remote change` : undefined);
  return flaw === undefined ? undefined : { flaw, log };
}

function act(
  peer: Peer,
  peers: readonly Peer[],
  random: Random,
  newId: () => string,
  log: string[],
): string | undefined {
  const chance = random.next();
  if (chance < 0.3) {
    if (peer.inbox.length > 0) deliver(peer, random.below(peer.inbox.length));
  } else if (chance < 0.34) {
    log.push(`${peer.index} ${peer.isOnline ? 'goes offline' : 'comes back'}`);
    if (peer.isOnline) goOffline(peer);
    else comeBack(peer, peers);
  } else if (chance < 0.42) {
    log.push(`${peer.index} undoes`);
    return undoAndCheck(peer, random.next() < 0.3 ? 'redo' : 'undo');
  } else {
    log.push(`${peer.index} ${randomCommand({ doc: peer.doc, random, newId })}`);
  }
  return undefined;
}

function undoAndCheck(peer: Peer, step: 'undo' | 'redo'): string | undefined {
  const before = writers(peer.doc);
  peer.undo[step]();
  const after = writers(peer.doc);
  for (const [place, writer] of before) {
    if (writer === peer.doc.clientID || after.get(place) === writer) continue;
    return `${step} of peer ${peer.index} removed what peer ${writer - 1} wrote at ${place}`;
  }
  return undefined;
}

function flawAtRest(peers: readonly Peer[]): string | undefined {
  const [first] = peers;
  for (const peer of peers) {
    const flaw = flawOfProject(peer.doc);
    if (flaw) return `peer ${peer.index}: ${flaw}`;
    if (first && fingerprint(peer.doc) !== fingerprint(first.doc))
      return `peer ${peer.index} differs from peer ${first.index}`;
  }
  return undefined;
}
