import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { signOut } from '../app/session.ts';
import { type LeftBehind, whatIsHere } from '../offline/leaveDevice.ts';
import { notifyRefusal } from '../ui/notify.ts';
import { SignOutDialog } from './SignOutDialog.tsx';

/** Signs a person out; who has edits that were not sent is asked first, in `dialog`. */
export function useSigningOut(personId: string | undefined): { readonly ask: () => void; readonly dialog: ReactNode } {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [here, setHere] = useState<LeftBehind>();
  async function leave(): Promise<void> {
    setHere(undefined);
    // The project is closed first: an open one would write itself onto the device again.
    await navigate({ to: '/sign-in' });
    const answer = await signOut(personId);
    if (notifyRefusal(answer)) queries.clear();
    else await navigate({ to: '/' });
  }
  async function ask(): Promise<void> {
    const found = personId === undefined ? undefined : await whatIsHere(localStorage, personId);
    if (found && found.unsentEdits > 0) setHere(found);
    else await leave();
  }
  const dialog = here && (
    <SignOutDialog here={here} onClose={() => setHere(undefined)} onSignOut={() => void leave()} />
  );
  return { ask: () => void ask(), dialog };
}
