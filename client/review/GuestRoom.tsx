import { Images } from 'lucide-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { StorageBanner } from '../app/StorageBanner.tsx';
import { useRows } from '../sync/useProject.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { GuestDesk } from './GuestDesk.tsx';
import type { GuestSession } from './guestSession.ts';
import { firstTake, type GuestShot, guestShots, newerTake } from './guestShots.ts';

/** Where a guest watches: the Takes that were sent, one on screen, its notes. On a phone all in one column. */
export function GuestRoom({ session }: { readonly session: GuestSession }) {
  const rows = useRows(session.takes);
  const isRead = useSyncExternalStore(session.signal.subscribe, session.isRead);
  const isFailing = useSyncExternalStore(session.signal.subscribe, session.isStorageFailing);
  const unsentEdits = useSyncExternalStore(session.signal.subscribe, session.unsentEdits);
  const title = useSyncExternalStore(session.signal.subscribe, () => session.meta().title);
  const [shownId, setShownId] = useState<string>();
  const shots = useMemo(() => guestShots(rows.values()), [rows]);
  const shown = rows.get(shownId ?? '') ?? firstTake(shots);
  // Whoever looks at a Take keeps it when another becomes the active one; they are told instead.
  if (shown && shown.id !== shownId) setShownId(shown.id);
  const newer = shown && newerTake(shots, shown);
  const { guest } = session.pass;
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b bg-surface-1 px-3">
        <h1 className="min-w-0 grow truncate text-13 font-semibold" title={title}>
          {title}
        </h1>
        <span className="flex max-w-1/2 min-w-0 shrink-0 items-center gap-2 text-12 text-ink-2">
          <span className="truncate" title={guest.name}>
            {guest.name}
          </span>
          <Badge>Guest</Badge>
        </span>
      </header>
      {isFailing && <StorageBanner unsentEdits={unsentEdits} />}
      {!isRead && <Skeleton className="m-3 grow" />}
      {isRead && !shown && (
        <EmptyState icon={Images} title="No Takes to see yet">
          They appear here by themselves as soon as the first is made. You can leave this page open.
        </EmptyState>
      )}
      {shown && (
        <main className="flex min-h-0 grow flex-col overflow-auto desk:grid desk:grid-cols-[232px_minmax(0,1fr)] desk:overflow-hidden">
          <GuestTakes shots={shots} shownId={shown.id} onShow={setShownId} />
          <GuestDesk key={shown.shotId} session={session} take={shown} onShow={setShownId}>
            {newer && (
              <p role="status" className="flex h-10 shrink-0 items-center gap-2 border-b bg-surface-2 px-3 text-12">
                {newer.name > shown.name ? 'A newer Take exists.' : 'Another Take is the active one.'}
                <Button size="small" onClick={() => setShownId(newer.id)}>
                  Show it
                </Button>
              </p>
            )}
          </GuestDesk>
        </main>
      )}
    </div>
  );
}

interface GuestTakesProps {
  readonly shots: readonly GuestShot[];
  readonly shownId: string;
  readonly onShow: (takeId: string) => void;
}

function GuestTakes({ shots, shownId, onShow }: GuestTakesProps) {
  return (
    <nav
      aria-label="Takes"
      className="order-2 flex shrink-0 gap-4 overflow-x-auto border-b bg-surface-1 p-3 desk:order-none desk:min-h-0 desk:flex-col desk:overflow-auto desk:border-r desk:border-b-0"
    >
      {shots.map((shot) => (
        <section key={shot.id} aria-label={shot.name} className="shrink-0">
          <h2 className="mb-1.5 truncate text-12 text-ink-2">{shot.name}</h2>
          <ul className="flex gap-2 desk:grid desk:grid-cols-2">
            {shot.takes.map((take) => (
              <li key={take.id} className="w-28 shrink-0 desk:w-full">
                <button
                  type="button"
                  aria-pressed={take.id === shownId}
                  aria-label={`${take.name}${take.isActive ? ', active' : ''}`}
                  onClick={() => onShow(take.id)}
                  className={classNames(
                    'block w-full overflow-hidden rounded border text-left',
                    take.isActive ? 'border-accent' : 'border-line',
                    take.id === shownId ? 'bg-surface-3 outline outline-ink' : 'bg-surface-1',
                  )}
                >
                  <img
                    src={mediaUrl(take.thumbnail.sha256)}
                    alt=""
                    className="aspect-video w-full bg-black object-contain"
                  />
                  <span className="block truncate px-1.5 py-0.5 font-mono text-11">{shortName(take.name)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** The shot's name stands above; what tells its Takes apart is the rest. */
function shortName(name: string): string {
  return /v\d+_take\d+/.exec(name)?.[0] ?? name;
}
