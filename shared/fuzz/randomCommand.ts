import type * as Y from 'yjs';
import {
  addNode,
  type Author,
  cancelIntent,
  connect,
  disconnect,
  insertClips,
  moveClip,
  moveNodes,
  nodeText,
  PERSON,
  pickTake,
  removeClips,
  removeNodes,
  requestTakes,
  rootMap,
  setNodeField,
  trimClip,
  updateMeta,
} from '../document/index.ts';
import type { Random } from './random.ts';

const TYPES = ['shot', 'generate.image', 'generate.video', 'asset.character', 'note', 'unknown.later'] as const;
const AUTHOR: Author = { id: 'fuzz', name: 'Fuzz' };

/** What a command needs: the document, the source of randomness, and a way to make ids that no other peer makes. */
export interface CommandContext {
  readonly doc: Y.Doc;
  readonly random: Random;
  readonly newId: () => string;
  /** In whose name intents and cancellations are written. */
  readonly author?: Author;
}

type Act = (context: CommandContext) => void;

const ACTS: Readonly<Record<string, Act>> = {
  addNode: ({ doc, random, newId }) => {
    const position = { x: random.below(1000), y: random.below(1000) };
    addNode(doc, {
      id: newId(),
      type: random.pick(TYPES) ?? 'note',
      position,
      fields: { name: 'n' },
      texts: { prompt: 'a' },
    });
  },
  moveNodes: ({ doc, random }) =>
    withNode(doc, random, (id) => moveNodes(doc, new Map([[id, { x: random.below(999), y: -random.below(999) }]]))),
  setField: ({ doc, random }) =>
    withNode(doc, random, (id) =>
      setNodeField(doc, id, random.pick(['name', 'durationFrames', 'later']) ?? 'name', random.below(100)),
    ),
  clearField: ({ doc, random }) => withNode(doc, random, (id) => setNodeField(doc, id, 'durationFrames', null)),
  type: ({ doc, random }) => withNode(doc, random, (id) => typeInto(doc, id, random)),
  removeNodes: ({ doc, random }) => withNode(doc, random, (id) => removeNodes(doc, [id])),
  connect: ({ doc, random, newId }) =>
    withNode(doc, random, (source) =>
      withNode(doc, random, (target) =>
        connect(doc, [{ id: newId(), source, sourceHandle: 'a', target, targetHandle: 'b' }]),
      ),
    ),
  disconnect: ({ doc, random }) => withKey(doc, 'edges', random, (id) => disconnect(doc, [id])),
  pickTake: ({ doc, random }) => withNode(doc, random, (id) => pickTake(doc, id, `take-${random.below(5)}`)),
  insertClip: ({ doc, random, newId }) =>
    withNode(doc, random, (id) => insertClips(doc, [{ id: newId(), shotId: id }], random.below(6))),
  moveClip: ({ doc, random }) => withKey(doc, 'clips', random, (id) => moveClip(doc, id, random.below(6))),
  trimClip: ({ doc, random }) =>
    withKey(doc, 'clips', random, (id) => trimClip(doc, id, { trimInFrames: random.below(50) })),
  removeClip: ({ doc, random }) => withKey(doc, 'clips', random, (id) => removeClips(doc, [id])),
  updateMeta: ({ doc, random }) => updateMeta(doc, { title: `Film ${random.below(9)}` }),
  generate: ({ doc, random, newId, author = AUTHOR }) =>
    withNode(doc, random, (id) =>
      requestTakes(doc, {
        id: newId(),
        kind: 'take',
        nodeId: id,
        seeds: [random.below(99)],
        quality: 'low',
        requestedBy: author,
        requestedAt: 1,
      }),
    ),
  cancel: ({ doc, random, author = AUTHOR }) =>
    withKey(doc, 'intents', random, (id) => cancelIntent(doc, id, author, 2)),
};

/** The names of the acts; more likely ones stand twice. */
const NAMES = [
  ...Object.keys(ACTS),
  'addNode',
  'addNode',
  'type',
  'type',
  'moveNodes',
  'connect',
  'insertClip',
  'moveClip',
];

/** Runs one random command of a person; returns its name for the log of the run. */
export function randomCommand(context: CommandContext): string {
  const name = context.random.pick(NAMES) ?? 'addNode';
  ACTS[name]?.(context);
  return name;
}

function withNode(doc: Y.Doc, random: Random, act: (id: string) => void): void {
  withKey(doc, 'nodes', random, act);
}

function withKey(
  doc: Y.Doc,
  root: 'nodes' | 'edges' | 'clips' | 'intents',
  random: Random,
  act: (id: string) => void,
): void {
  const key = random.pick([...rootMap(doc, root).keys()].sort());
  if (key !== undefined) act(key);
}

function typeInto(doc: Y.Doc, nodeId: string, random: Random): void {
  const text = nodeText(doc, nodeId, 'prompt');
  if (!text.ok) return;
  doc.transact(() => {
    const at = random.below(text.value.length + 1);
    if (random.next() < 0.3 && text.value.length > at) text.value.delete(at, 1);
    else text.value.insert(at, random.pick(['x', 'é', '🎬', 'long words']) ?? 'x');
  }, PERSON);
}
