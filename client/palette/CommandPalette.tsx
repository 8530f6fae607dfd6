import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { FindList } from '../ui/FindList.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { findEntries, type PaletteEntry } from './findEntries.ts';
import { usePaletteEntries } from './usePaletteEntries.ts';

/** Reaches views, commands, shots, people and Takes by their names. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState('');
  const entries = usePaletteEntries();
  const choose = (entry: PaletteEntry) => {
    onClose();
    entry.onSelect();
  };
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-[12dvh] z-40 mx-auto flex max-w-[520px] flex-col rounded border bg-surface-2 shadow-float outline-none"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <FindList
            label="Find anything"
            listLabel="What was found"
            placeholder="A shot, a person, a Take, a view or a command"
            query={query}
            onQuery={setQuery}
            entries={findEntries(entries, query)}
            onChoose={choose}
            onLeave={onClose}
            empty="Nothing here is called that. Try a shot's number or a person's name."
          >
            {({ label, group, shortcut }) => (
              <>
                <span className="min-w-0 grow truncate text-13">{label}</span>
                {shortcut !== undefined && <Kbd keys={shortcut} />}
                <span className="w-16 shrink-0 text-right text-12 text-ink-3">{group}</span>
              </>
            )}
          </FindList>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
