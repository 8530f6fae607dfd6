import { Search } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from './classNames.ts';

export interface FindListProps<Entry extends { readonly id: string }> {
  /** The name of the field. */
  readonly label: string;
  readonly listLabel: string;
  readonly placeholder: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly entries: readonly Entry[];
  /** What one line shows. */
  readonly children: (entry: Entry) => ReactNode;
  readonly onChoose: (entry: Entry) => void;
  readonly onLeave: () => void;
  /** What stands here when nothing is found. */
  readonly empty: ReactNode;
}

/** A field that finds, and the list it finds in: arrows walk, Enter takes, Escape and Tab leave. */
export function FindList<Entry extends { readonly id: string }>(props: FindListProps<Entry>) {
  const { label, listLabel, placeholder, query, onQuery, entries, children, onChoose, onLeave, empty } = props;
  const listId = useId();
  const [active, setActive] = useState(0);
  const chosen = entries[Math.min(active, entries.length - 1)];
  const idOf = (entry: Entry) => `${listId}-${entry.id}`;
  const chosenId = chosen && idOf(chosen);
  useEffect(() => {
    if (chosenId !== undefined) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && chosen) onChoose(chosen);
    else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Escape' || event.key === 'Tab') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <>
      <label className="flex h-9 shrink-0 items-center gap-2 border-b px-3">
        <Search aria-hidden size={14} className="shrink-0 text-ink-3" />
        <input
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={chosenId}
          value={query}
          placeholder={placeholder}
          className="min-w-0 grow bg-transparent text-13 outline-none"
          onChange={(event) => {
            onQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div id={listId} role="listbox" aria-label={listLabel} className="max-h-[340px] overflow-auto p-1">
        {entries.length === 0 && <p className="px-2 py-3 text-12 text-ink-3">{empty}</p>}
        {entries.map((entry) => (
          <FoundLine key={entry.id} id={idOf(entry)} isActive={entry === chosen} onChoose={() => onChoose(entry)}>
            {children(entry)}
          </FoundLine>
        ))}
      </div>
    </>
  );
}

interface FoundLineProps {
  readonly id: string;
  readonly isActive: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** One line of the list; the field keeps the focus. */
function FoundLine({ id, isActive, onChoose, children }: FoundLineProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      onKeyDown={(event) => event.key === 'Enter' && onChoose()}
      className={classNames('flex gap-2 rounded-sm px-2 py-1.5 hover:bg-surface-3', isActive && 'bg-surface-3')}
    >
      {children}
    </div>
  );
}
