import type { SnapshotEntry } from '@studio/shared/api';
import { useState } from 'react';
import { timeOfDay, wholeTime } from '../review/timeWords.ts';
import { Badge } from '../ui/Badge.tsx';
import { type ChangeGroup, groupChanges } from './groupChanges.ts';

/** How many changes stand in sight before “Show all”. */
const IN_SIGHT = 8;

/** One version: its name, who made it, and what had changed since the one before, in film words. */
export function SnapshotCard({ snapshot }: { readonly snapshot: SnapshotEntry }) {
  const { name, isAutomatic, authors, at, oid, changes } = snapshot;
  const [isWhole, setWhole] = useState(false);
  const isLong = changes.length > IN_SIGHT;
  const groups = groupChanges(isLong && !isWhole ? changes.slice(0, IN_SIGHT) : changes);
  return (
    <li className="rounded border bg-surface-1 p-3">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h4 className={isAutomatic ? 'text-13 text-ink-2' : 'text-13 font-semibold text-ink'}>{name}</h4>
        {isAutomatic && !/automatic/i.test(name) && <Badge>Automatic</Badge>}
        <p className="text-12 text-ink-3 wide:ml-auto">
          {authors.join(', ')}
          {authors.length > 0 && ' · '}
          <time dateTime={new Date(at).toISOString()} title={wholeTime(at)}>
            {timeOfDay(at)}
          </time>
          <span className="ml-2 font-mono text-11">{oid.slice(0, 7)}</span>
        </p>
      </header>
      {groups.length === 0 ? (
        <p className="mt-1 text-12 text-ink-3">The first version.</p>
      ) : (
        <dl className="mt-2 grid grid-cols-[64px_1fr] gap-x-3 gap-y-1">
          {groups.map((group) => (
            <ChangeLines key={group.kind} group={group} />
          ))}
        </dl>
      )}
      {isLong && (
        <button
          type="button"
          className="mt-2 rounded-sm text-12 text-ink-2 hover:text-ink hover:underline"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Show less' : `Show all ${changes.length} changes`}
        </button>
      )}
    </li>
  );
}

/** The text also serves where no heading stands beside it (“Cut: Shot 040 removed”). */
function withoutTitle(text: string, title: string): string {
  return text.startsWith(`${title}: `) ? text.slice(title.length + 2) : text;
}

function ChangeLines({ group }: { readonly group: ChangeGroup }) {
  return (
    <>
      <dt className="text-12 leading-5 text-ink-3">{group.title}</dt>
      <dd>
        <ul>
          {group.changes.map((change, place) => (
            <li key={`${place} ${change.text}`} className="text-13 break-words text-ink">
              {withoutTitle(change.text, group.title)}
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}
