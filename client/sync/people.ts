import { useMemo, useRef, useSyncExternalStore } from 'react';
import { FrameSignal } from './frameSignal.ts';
import { presentPeople, type PresentPerson } from './presentPeople.ts';
import type { ProjectSession } from './projectSession.ts';
import { useProjectSession } from './useProject.tsx';

/** Who is here, for parts that follow it without a hook. */
export interface PeopleStore {
  readonly signal: FrameSignal;
  readonly people: () => readonly PresentPerson[];
}

const stores = new WeakMap<ProjectSession['presence'], PeopleStore>();

/** Who is here, once for all views: awareness is read at most once a frame. */
export function peopleStore(session: ProjectSession): PeopleStore {
  let store = stores.get(session.presence);
  if (!store) {
    const { awareness } = session.presence;
    const signal = new FrameSignal();
    let people: readonly PresentPerson[] | undefined;
    awareness.on('change', () => {
      people = undefined;
      signal.emit();
    });
    store = { signal, people: () => (people ??= presentPeople(awareness)) };
    stores.set(session.presence, store);
  }
  return store;
}

/** Somebody who is here, without what changes all the time. */
export type PresentAuthor = Pick<PresentPerson, 'clientId' | 'id' | 'name' | 'color' | 'isMe'>;

/** Who is here, a person with two tabs once; the same list until somebody comes or goes. */
export function usePresentAuthors(): readonly PresentAuthor[] {
  const session = useProjectSession();
  const store = useMemo(() => peopleStore(session), [session]);
  const cached = useRef<{ readonly key: string; readonly people: readonly PresentAuthor[] }>(undefined);
  return useSyncExternalStore(store.signal.subscribe, () => {
    const people = [...new Map(store.people().map((person) => [person.id, person])).values()];
    const key = people.map(({ clientId, name, color }) => `${clientId} ${color} ${name}`).join('\n');
    if (cached.current?.key !== key) cached.current = { key, people };
    return cached.current.people;
  });
}

/** Everybody who is in the project now, me first. Drawn again with every move of a pointer: keep its users small. */
export function usePeople(): readonly PresentPerson[] {
  const session = useProjectSession();
  const store = useMemo(() => peopleStore(session), [session]);
  return useSyncExternalStore(store.signal.subscribe, store.people);
}
