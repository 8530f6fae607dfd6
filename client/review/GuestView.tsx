import { CLOSE_REASONS } from '@studio/shared/access';
import type { GuestPass } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useEnvironment } from '../app/environment.ts';
import { PagePending } from '../app/PagePending.tsx';
import { EditsNotTaken } from '../offline/EditsNotTaken.tsx';
import { SET_ASIDE_KEY } from '../offline/setAsideKey.ts';
import { useSetAside } from '../offline/useSetAside.ts';
import { mayPass } from '../sync/documentConnection.ts';
import { socketUrl } from '../sync/socketUrl.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { GuestDoor } from './GuestDoor.tsx';
import { rememberedPass, rememberPass } from './guestPass.ts';
import { GuestRoom } from './GuestRoom.tsx';
import { type GuestSession, openGuestSession } from './guestSession.ts';
import { leaveLink } from './leaveLink.ts';

/** What a share link opens: the door, then the Takes that were sent. Never the project. */
export function GuestView() {
  const { token = '' } = useParams({ strict: false });
  const [pass, setPass] = useState(() => rememberedPass(token));
  const keep = (next: GuestPass | undefined) => {
    rememberPass(token, next);
    setPass(next);
  };
  if (!pass) return <GuestDoor token={token} onEnter={keep} />;
  return <GuestHouse key={pass.guest.id} pass={pass} onLeave={() => keep(undefined)} />;
}

interface GuestHouseProps {
  readonly pass: GuestPass;
  readonly onLeave: () => void;
}

function GuestHouse({ pass, onLeave }: GuestHouseProps) {
  const [session, setSession] = useState<GuestSession>();
  const { clock, random } = useEnvironment();
  const queries = useQueryClient();
  useEffect(() => {
    const opened = openGuestSession(pass, localStorage, { url: socketUrl(), clock, random });
    setSession(opened);
    const stop = opened.signal.subscribe(() => {
      if (opened.refusal() !== 'link-ended') return;
      stop();
      void leaveLink(opened, localStorage, clock).then(() => queries.invalidateQueries({ queryKey: SET_ASIDE_KEY }));
    });
    return () => {
      stop();
      setSession(undefined);
      void opened.close();
    };
  }, [pass, clock, random, queries]);
  return session ? <OpenHouse session={session} onLeave={onLeave} /> : <PagePending />;
}

function OpenHouse({ session, onLeave }: { readonly session: GuestSession; readonly onLeave: () => void }) {
  const refusal = useSyncExternalStore(session.signal.subscribe, session.refusal);
  const aside = useSetAside(session.pass.guest.id);
  if (refusal !== null && !mayPass(refusal) && refusal !== 'read-only') {
    const isEnded = refusal === 'link-ended';
    return (
      <main className="flex h-full flex-col">
        <EditsNotTaken records={aside} role={null} />
        <div className="flex grow items-center justify-center p-4">
          <ErrorState
            title={isEnded ? 'This link has ended.' : 'This link does not open any more.'}
            safe={`${isEnded ? 'Ask whoever sent it for a new one.' : CLOSE_REASONS[refusal]} Notes that you sent stay with the film.`}
            actions={<Button onClick={onLeave}>Try again</Button>}
          />
        </div>
      </main>
    );
  }
  return <GuestRoom session={session} />;
}
