import { useStore, ViewportPortal } from '@xyflow/react';
import { useSettings } from '../settings/settings.ts';
import { usePeople } from '../sync/people.ts';
import { inkOn } from '../ui/inkOn.ts';

/** Colleagues' pointers with their names, at the same size whatever the zoom. */
export function Cursors() {
  const areShown = useSettings((settings) => settings.areCursorsShown);
  return areShown && <ShownCursors />;
}

function ShownCursors() {
  const zoom = useStore((state) => state.transform[2]);
  const people = usePeople();
  return (
    <ViewportPortal>
      {people.map((person) => {
        if (person.isMe || person.view !== 'canvas' || !person.cursor) return null;
        const { x, y } = person.cursor;
        return (
          <div
            key={person.clientId}
            aria-hidden
            className="pointer-events-none absolute top-0 left-0 z-[2000] origin-top-left transition-transform duration-75 ease-linear"
            style={{ transform: `translate(${x}px, ${y}px) scale(${1 / zoom})` }}
          >
            <svg width="16" height="18" viewBox="0 0 16 18" role="presentation">
              <path d="M1 1 L15 9 L8.5 10.5 L5.5 17 Z" fill={person.color} stroke="var(--ground)" strokeWidth="1" />
            </svg>
            <span
              className="absolute top-4 left-3 max-w-40 truncate rounded-sm px-1.5 text-11 font-medium"
              style={{ backgroundColor: person.color, color: inkOn(person.color) }}
            >
              {person.name}
            </span>
          </div>
        );
      })}
    </ViewportPortal>
  );
}
