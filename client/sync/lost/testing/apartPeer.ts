import {
  addNode,
  copyRecord,
  moveNodes,
  nodeText,
  recordOf,
  removeNodes,
  rootMap,
  setNodeField,
  updateMeta,
  pickTake,
} from '@studio/shared/document';
import type { Random } from '@studio/shared/random';
import * as Y from 'yjs';
import type { CountStore } from '../../unsentLog.ts';
import { LostValues } from '../lostValues.ts';
import { OwnWriteLog } from '../ownWriteLog.ts';

/** The part of `localStorage` that logs use, in memory. */
export function memoryStore(): CountStore {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
    key: (index) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
}

const NODES = 4;
const FIELDS = ['name', 'seconds', 'quality'] as const;
const nodeId = (index: number) => `00000000-0000-4000-8000-00000000000${index}`;

/** A document with a few nodes that everybody starts from. */
export function commonStart(): Y.Doc {
  const doc = docOf(1);
  for (let index = 0; index < NODES; index += 1) {
    const fields = { name: 'n', seconds: 1 };
    addNode(doc, {
      id: nodeId(index),
      type: 'generate.video',
      position: { x: 0, y: 0 },
      fields,
      texts: { prompt: 'p' },
    });
  }
  return doc;
}

/** One random edit; values are `tag`, so that every write can be told from every other. */
export function editAtRandom(doc: Y.Doc, random: Random, tag: number): void {
  const id = nodeId(random.below(NODES));
  const field = random.pick(FIELDS) ?? 'name';
  const acts: (() => unknown)[] = [
    () => setNodeField(doc, id, field, tag),
    () => setNodeField(doc, id, field, tag),
    () => setNodeField(doc, id, field, null),
    () => moveNodes(doc, new Map([[id, { x: tag, y: tag }]])),
    () => updateMeta(doc, { title: `Film ${tag}` }),
    () => pickTake(doc, id, `take-${tag}`),
    () => typeInto(doc, id, tag),
    () => (random.below(4) === 0 ? removeNodes(doc, [id]) : undefined),
  ];
  random.pick(acts)?.();
}

function typeInto(doc: Y.Doc, id: string, tag: number): void {
  const text = nodeText(doc, id, 'prompt');
  if (text.ok) text.value.insert(0, `${tag} `);
}

/** Everything of a document that one value may win, as texts by place; and the texts that merge, to see what was edited. */
export function readPlaces(doc: Y.Doc): {
  readonly values: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
} {
  const values = new Map<string, string>();
  const texts = new Map<string, string>();
  for (const root of ['meta', 'selections'] as const)
    for (const [key, value] of rootMap(doc, root)) values.set(JSON.stringify([root, key]), JSON.stringify(value));
  for (const row of rootMap(doc, 'nodes').keys()) {
    const { fields = {}, texts: own = {} } = copyRecord(doc, { root: 'nodes', row }) ?? {};
    for (const [name, value] of Object.entries(fields))
      values.set(JSON.stringify(['nodes', row, name]), JSON.stringify(value));
    for (const [name, text] of Object.entries(own)) texts.set(JSON.stringify(['nodes', row, name]), text);
  }
  return { values, texts };
}

/** How a peer differs from a person with one tab. `newClient` gives the id of each visit, so that a seed repeats them. */
export interface ApartOptions {
  readonly isMyOther?: (client: number) => boolean;
  readonly newClient?: () => number;
}

/** A document whose client id is given, not drawn. */
export function docOf(client: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = client;
  return doc;
}

/** A person who works apart: a document, and what of theirs is followed. `reload` begins a new visit with what was kept. */
export class ApartPeer {
  doc: Y.Doc;
  lost: LostValues;
  readonly #store = memoryStore();
  readonly #options: ApartOptions;

  constructor(start: Y.Doc, options: ApartOptions = {}) {
    this.#options = options;
    this.doc = this.#newDoc();
    this.lost = this.#follow();
    this.take(start);
  }

  take(from: Y.Doc): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(from, Y.encodeStateVector(this.doc)), 'remote');
  }

  give(to: Y.Doc): void {
    Y.applyUpdate(to, Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(to)), 'remote');
  }

  reload(): void {
    const kept = this.doc;
    this.lost.dispose();
    this.doc = this.#newDoc();
    this.lost = this.#follow();
    this.take(kept);
  }

  has(row: string): boolean {
    return recordOf(this.doc, 'nodes', row) !== undefined;
  }

  /** The places whose values this peer says were lost, and the records. */
  said(): { readonly values: readonly string[]; readonly records: readonly string[] } {
    const losses = this.lost.losses();
    return {
      values: losses.flatMap((loss) => (loss.kind === 'value' ? [loss.key] : [])).sort(),
      records: losses.flatMap((loss) => (loss.kind === 'record' ? [loss.place.row] : [])).sort(),
    };
  }

  #newDoc(): Y.Doc {
    const { newClient } = this.#options;
    return newClient ? docOf(newClient()) : new Y.Doc();
  }

  #follow(): LostValues {
    const log = new OwnWriteLog(this.#store, 'me/project');
    const { isMyOther = () => false } = this.#options;
    return new LostValues({ doc: this.doc, log, isMyOther, schedule: (run) => run() });
  }
}
