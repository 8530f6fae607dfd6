import { MessageSquare } from 'lucide-react';
import { memo } from 'react';
import { usePeopleOn } from '../canvas/usePeopleOn.ts';
import { useActiveTake, useProjectSession, useRow, useTakesOf } from '../sync/useProject.tsx';
import { AvatarStack } from '../ui/AvatarStack.tsx';
import { classNames } from '../ui/classNames.ts';
import { mediaUrl } from '../ui/mediaSource.ts';
import { reviewStatus, STATUS_WORDS } from './reviewStatus.ts';
import type { Slot } from './slots.ts';

export interface ShotListProps {
  readonly slots: readonly Slot[];
  readonly selectedId: string | undefined;
  readonly onSelect: (slotId: string) => void;
}

const SECTIONS = [
  ['shots', 'Shots'],
  ['sources', 'Stills and sources'],
  ['removed', 'Removed from the canvas'],
] as const;

/** The shots of the film, each with its active picture, where it stands, and its open notes. */
export function ShotList({ slots, selectedId, onSelect }: ShotListProps) {
  return (
    <nav aria-label="Shots" className="flex min-h-0 flex-col overflow-auto bg-surface-1">
      {SECTIONS.map(([section, title]) => {
        const own = slots.filter((slot) => slot.section === section);
        if (own.length === 0) return null;
        return (
          <section key={section} aria-label={title} className="pb-2">
            <h2 className="sticky top-0 z-10 flex h-10 items-center justify-between border-b bg-surface-1 px-3 text-13 font-medium">
              {title} <span className="text-12 font-normal text-ink-3">{own.length}</span>
            </h2>
            <ul>
              {own.map((slot) => (
                <ShotRow key={slot.id} slot={slot} isSelected={slot.id === selectedId} onSelect={onSelect} />
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

interface ShotRowProps {
  readonly slot: Slot;
  readonly isSelected: boolean;
  readonly onSelect: (slotId: string) => void;
}

const ShotRow = memo(function ShotRow({ slot, isSelected, onSelect }: ShotRowProps) {
  const { ledgerTables } = useProjectSession();
  const takes = useTakesOf(slot.id);
  const active = useActiveTake(slot.id);
  const notes = useRow(ledgerTables.notes, slot.id);
  const status = reviewStatus(takes.length > 0, notes);
  return (
    <li>
      <button
        type="button"
        aria-current={isSelected || undefined}
        data-zone-keys="main"
        onClick={() => onSelect(slot.id)}
        className={classNames(
          'flex w-full items-center gap-2.5 px-3 py-1.5 text-left outline-offset-[-2px]',
          isSelected ? 'bg-surface-3' : 'hover:bg-surface-2',
        )}
      >
        <span className="relative h-[45px] w-20 shrink-0 overflow-hidden rounded-sm bg-black">
          {active && (
            <img
              src={mediaUrl(active.thumbnail.sha256)}
              alt=""
              loading="lazy"
              decoding="async"
              className="size-full object-cover"
            />
          )}
        </span>
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-1.5">
            {slot.number !== '' && <span className="font-mono text-12 text-ink">{slot.number}</span>}
            <span className="truncate text-13 text-ink" title={slot.label}>
              {slot.label}
            </span>
            <PeopleOnShot slotId={slot.id} />
          </span>
          <span className="flex items-center gap-1.5 text-11 text-ink-3">
            <span className="min-w-0 truncate">
              {STATUS_WORDS[status]}
              {takes.length > 0 && ` · ${takes.length} ${takes.length === 1 ? 'Take' : 'Takes'}`}
            </span>
            <OpenNotes open={notes?.open ?? 0} />
          </span>
        </span>
      </button>
    </li>
  );
});

/** Who else is on a shot, beside its name: the line below is for where it stands. */
function PeopleOnShot({ slotId }: { readonly slotId: string }) {
  const people = usePeopleOn(slotId);
  if (people.length === 0) return null;
  return (
    <span className="ml-auto shrink-0 self-center">
      <AvatarStack people={people} max={2} size="tiny" />
    </span>
  );
}

function OpenNotes({ open }: { readonly open: number }) {
  if (open === 0) return null;
  return (
    <span className="ml-auto inline-flex shrink-0 items-center gap-0.5 text-ink-2">
      <MessageSquare aria-hidden size={11} /> {open}
      <span className="sr-only"> open notes</span>
    </span>
  );
}
