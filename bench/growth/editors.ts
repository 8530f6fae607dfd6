import {
  addNode,
  connect,
  disconnect,
  moveNodes,
  nodeText,
  removeNodes,
  requestTakes,
  rootMap,
  setNodeField,
} from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type * as Y from 'yjs';
import type { Random } from '../durability/seededRandom.ts';

/** People who edit a document, one edit after the other. */
export interface Editors {
  /** One of them does the next thing; one update of the document. */
  edit(): void;
  /** One of them asks for a Take of a node. Returns the ids of intent and node. */
  generate(): { readonly intentId: string; readonly nodeId: string };
}

/** Who edits what. `sessions` is how often each opens the page anew: each time is another client of Yjs. */
export interface EditorsPlan {
  readonly doc: Y.Doc;
  readonly people: number;
  readonly sessions: number;
  readonly edits: number;
  readonly random: Random;
}

// Who types does so for a while, letter by letter, and takes some back; a drag is one write.
const LETTERS_A_BURST = 40;
const TAKEN_BACK = 0.05;
/** Of all that is begun: with so many letters each, these make sixty of a hundred edits. */
const BEGIN_TYPING = 0.0361;
const LETTERS = 'etaoin shrdlu'.split('');
const WORDS = ['wide', 'slow push in', 'dusk', 'rain on glass', 'hold', 'a lamp', 'backlight'];

interface Person {
  readonly name: string;
  clientId: number;
  typing: { readonly nodeId: string; left: number } | undefined;
}

/**
 * People at work on a project, by the commands of the product: of a hundred edits sixty are letters, sixteen drags, twelve
 * fields, eight new nodes and wires, four removals. All on one document: that they see each other's edits at once makes
 * their histories interleave as closely as can be, which is the most that they can cost.
 */
export function createEditors({ doc, people, sessions, edits, random }: EditorsPlan): Editors {
  const desk: Desk = { doc, random, nodes: [...rootMap(doc, 'nodes').keys()], made: [] };
  const newClientId = () => Math.floor(random.between(1, 2 ** 32));
  const staff: Person[] = Array.from({ length: people }, (_, index) => ({
    name: `person-${index}`,
    clientId: newClientId(),
    typing: undefined,
  }));
  const editsASession = Math.ceil(edits / sessions);
  let done = 0;

  function as(person: Person, work: () => void): void {
    doc.clientID = person.clientId;
    doc.transact(work);
  }

  return {
    edit() {
      done += 1;
      if (done % editsASession === 0) for (const person of staff) person.clientId = newClientId();
      const person = random.oneOf(staff);
      as(person, () => act(desk, person));
    },
    generate() {
      const [intentId, nodeId] = [randomId(random), random.oneOf(desk.nodes)];
      const person = random.oneOf(staff);
      const requestedBy = { id: person.name, name: person.name };
      const asked = { kind: 'take', nodeId, seeds: [1], quality: 'low', requestedBy, requestedAt: 1 } as const;
      as(person, () => unwrap(requestTakes(doc, { id: intentId, ...asked })));
      return { intentId, nodeId };
    },
  };
}

/** What they work on: the nodes that were there, and those they made. */
interface Desk {
  readonly doc: Y.Doc;
  readonly random: Random;
  readonly nodes: readonly string[];
  readonly made: string[];
}

function act(desk: Desk, person: Person): void {
  const { doc, random } = desk;
  if (person.typing || random.between(0, 1) < BEGIN_TYPING) return type(desk, person);
  const dice = random.between(60, 100);
  if (dice < 76) drag(desk);
  else if (dice < 88) unwrap(setNodeField(doc, someNode(desk), random.oneOf(['name', 'notes']), random.oneOf(WORDS)));
  else if (dice < 92) addOne(desk);
  else if (dice < 96) wireOne(desk);
  else removeOne(desk);
}

function someNode({ random, nodes, made }: Desk): string {
  return random.oneOf(made.length > 0 && random.between(0, 1) < 0.2 ? made : nodes);
}

function type(desk: Desk, person: Person): void {
  const { doc, random } = desk;
  const typing = (person.typing ??= { nodeId: someNode(desk), left: LETTERS_A_BURST });
  typing.left -= 1;
  if (typing.left === 0) person.typing = undefined;
  const found = nodeText(doc, typing.nodeId, 'prompt');
  // Somebody took the node away.
  if (!found.ok) return drag(desk);
  const text = found.value;
  if (text.length > 0 && random.between(0, 1) < TAKEN_BACK) text.delete(text.length - 1, 1);
  else text.insert(text.length, random.oneOf(LETTERS));
}

function drag(desk: Desk): void {
  unwrap(moveNodes(desk.doc, new Map([[someNode(desk), somewhere(desk.random)]])));
}

function somewhere(random: Random) {
  return { x: Math.round(random.between(-4000, 4000)), y: Math.round(random.between(-4000, 4000)) };
}

function addOne({ doc, random, made }: Desk): void {
  const id = randomId(random);
  const node = { id, type: 'generate.image', position: somewhere(random), fields: { name: 'Still' } };
  unwrap(addNode(doc, { ...node, texts: { prompt: '' } }));
  made.push(id);
}

function wireOne(desk: Desk): void {
  const [source, target] = [someNode(desk), someNode(desk)];
  const edge = { id: randomId(desk.random), source, sourceHandle: 'image', target, targetHandle: 'image' };
  if (source === target || !connect(desk.doc, [edge]).ok) drag(desk);
}

function removeOne({ doc, made }: Desk): void {
  const edge = [...rootMap(doc, 'edges').keys()].at(-1);
  const node = made.length > 20 ? made.shift() : undefined;
  if (node !== undefined) unwrap(removeNodes(doc, [node]));
  else if (edge !== undefined) unwrap(disconnect(doc, [edge]));
}

/** An id as the product makes them, the same for the same seed. */
export function randomId(random: Random): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random.between(0, 16)).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
