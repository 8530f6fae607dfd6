import type { Position } from '@studio/shared/document';
import type { PresentPerson } from '../sync/presentPeople.ts';

const NOBODY: readonly PresentPerson[] = Object.freeze([]);

/** Who has each node selected, others only; a node's list stays the same array while the same people are on it. */
export class PeopleOnNodes {
  #people: readonly PresentPerson[] = NOBODY;
  #byNode = new Map<string, readonly PresentPerson[]>();

  /** The people on a node, given everybody who is here now. */
  on(nodeId: string, people: readonly PresentPerson[]): readonly PresentPerson[] {
    if (people !== this.#people) this.#read(people);
    return this.#byNode.get(nodeId) ?? NOBODY;
  }

  #read(people: readonly PresentPerson[]): void {
    this.#people = people;
    const next = new Map<string, PresentPerson[]>();
    for (const person of people) {
      if (person.isMe) continue;
      for (const id of person.selection) {
        const list = next.get(id);
        if (list) list.push(person);
        else next.set(id, [person]);
      }
    }
    const before = this.#byNode;
    this.#byNode = new Map([...next].map(([id, list]) => [id, sameOr(before.get(id), list)]));
  }
}

function sameOr(before: readonly PresentPerson[] | undefined, now: readonly PresentPerson[]): readonly PresentPerson[] {
  const isSame = before?.length === now.length && now.every((person, at) => isAlike(person, before[at]));
  return isSame ? before : now;
}

function isAlike(a: PresentPerson, b: PresentPerson | undefined): boolean {
  return a.clientId === b?.clientId && a.name === b.name && a.color === b.color;
}

/** Where others have nodes in flight, by node id. */
export function dragsOf(people: readonly PresentPerson[]): ReadonlyMap<string, Position> {
  const drags = new Map<string, Position>();
  for (const person of people) {
    if (person.isMe || !person.drag) continue;
    for (const [id, position] of Object.entries(person.drag)) drags.set(id, position);
  }
  return drags;
}
