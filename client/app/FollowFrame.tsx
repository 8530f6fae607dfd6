import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type Followed, stopFollowing, useFollowing } from '../sync/following.ts';
import { peopleStore } from '../sync/people.ts';
import type { ViewName } from '../sync/presence.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { inkOn } from '../ui/inkOn.ts';
import { notify } from '../ui/notify.ts';

/** The border in the colour of whom I follow. It lies over the view. */
export function FollowFrame({ view }: { readonly view: ViewName }) {
  const whom = useFollowing((state) => state.whom);
  useEffect(() => stopFollowing, []);
  return whom && <Frame key={whom.clientId} whom={whom} view={view} />;
}

function Frame({ whom, view }: { readonly whom: Followed; readonly view: ViewName }) {
  useTheirView(whom, view);
  useOwnEditsEnd();
  return (
    <div
      className="pointer-events-none absolute inset-0 z-30 flex items-end justify-center border-2"
      style={{ borderColor: whom.color }}
    >
      <p
        role="status"
        className="pointer-events-auto flex max-w-[80%] items-center gap-2 rounded-t px-2 py-1 text-12 font-medium"
        style={{ backgroundColor: whom.color, color: inkOn(whom.color) }}
      >
        <span className="truncate">Following {whom.name}</span>
        <Button size="small" onClick={stopFollowing}>
          Stop
        </Button>
      </p>
    </div>
  );
}

/** Goes where they go. Going somewhere else by myself ends it, and so does their leaving. */
function useTheirView(whom: Followed, view: ViewName): void {
  const session = useProjectSession();
  const navigate = useNavigate();
  const store = useMemo(() => peopleStore(session), [session]);
  const theirs = useSyncExternalStore(
    store.signal.subscribe,
    () => store.people().find((person) => person.clientId === whom.clientId)?.view,
  );
  const { projectId } = session;
  useEffect(() => {
    if (theirs === undefined) {
      stopFollowing();
      notify({ tone: 'info', message: `${whom.name} left. You are back in your own view.` });
    } else void navigate({ to: `/p/$projectId/${theirs}`, params: { projectId } });
  }, [theirs, whom, navigate, projectId]);
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    if (store.people().find((person) => person.clientId === whom.clientId)?.view !== view) stopFollowing();
  }, [view, store, whom]);
}

/** An edit of mine, or Escape, is my own view again. */
function useOwnEditsEnd(): void {
  const { doc } = useProjectSession();
  useEffect(() => {
    const onUpdate = (_update: unknown, _origin: unknown, _doc: unknown, { local }: { local: boolean }) => {
      if (local) stopFollowing();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') stopFollowing();
    };
    doc.on('update', onUpdate);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      doc.off('update', onUpdate);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [doc]);
}
