import type { Change } from '@studio/shared/api';

/** Changes of one kind under one heading. */
export interface ChangeGroup {
  readonly kind: Change['kind'];
  readonly title: string;
  readonly changes: readonly Change[];
}

const TITLES: readonly (readonly [Change['kind'], string])[] = [
  ['cut', 'Cut'],
  ['take', 'Takes'],
  ['shot', 'Shots'],
  ['prompt', 'Prompts'],
  ['asset', 'Assets'],
  ['wire', 'Wiring'],
  ['project', 'Project'],
  ['layout', 'Layout'],
];

/** Groups what changed in the order a film-maker asks: the cut first, the layout of the canvas last. */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  return TITLES.flatMap(([kind, title]) => {
    const own = changes.filter((change) => change.kind === kind);
    return own.length === 0 ? [] : [{ kind, title, changes: own }];
  });
}

/** Snapshots of one day. */
export interface DayGroup<Entry> {
  readonly day: string;
  readonly entries: readonly Entry[];
}

/** Groups entries, newest first, under “Today”, “Yesterday” or the date, by the local calendar. */
export function groupByDay<Entry extends { readonly at: number }>(
  entries: readonly Entry[],
  now: number,
  locale = 'en-GB',
): readonly DayGroup<Entry>[] {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const dayOf = (at: number) => format.format(at);
  const words = new Map([
    [dayOf(now - 86_400_000), 'Yesterday'],
    [dayOf(now), 'Today'],
  ]);
  const days = Map.groupBy(
    [...entries].sort((a, b) => b.at - a.at),
    (entry) => dayOf(entry.at),
  );
  return [...days].map(([day, own]) => ({ day: words.get(day) ?? day, entries: own }));
}
