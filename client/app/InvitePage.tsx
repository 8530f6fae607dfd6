import { invitationSchema, sessionSchema } from '@studio/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { z } from 'zod';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TextField } from '../ui/TextField.tsx';
import { request } from './api.ts';
import { DoorPage } from './DoorPage.tsx';
import { NEW_ACCOUNT_FIELDS, NewNameField, NewPasswordField } from './NewAccountFields.tsx';
import { SESSION_KEY, signIn } from './session.ts';
import { useSubmit } from './useSubmit.ts';

/** Accepting an invitation: a name and a password, then one is in. */
export function InvitePage() {
  const { id = '' } = useParams({ strict: false });
  const path = `/invitations/${encodeURIComponent(id)}`;
  const { data: invitation, refetch } = useQuery({
    queryKey: ['invitation', id],
    queryFn: () => request(invitationSchema, path),
  });
  if (!invitation) {
    return (
      <DoorPage title="Opening your invitation">
        <Skeleton className="h-40" />
      </DoorPage>
    );
  }
  if (!invitation.ok) {
    return (
      <DoorPage title="This invitation does not open">
        <ErrorState
          title={invitation.failure.message}
          safe="Nothing is lost. Ask whoever invited you for a new invitation."
          actions={<Button onClick={() => void refetch()}>Try again</Button>}
        />
      </DoorPage>
    );
  }
  const { studioName, email, role } = invitation.value;
  return (
    <DoorPage title={`Join ${studioName || 'the studio'}`} lead={`You are invited as ${article(role)}.`}>
      <AcceptForm path={path} email={email} />
    </DoorPage>
  );
}

function AcceptForm({ path, email }: { readonly path: string; readonly email: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useSubmit(NEW_ACCOUNT_FIELDS, async ({ name = '', password = '' }) => {
    const accepted = await request(z.unknown(), `${path}/accept`, { method: 'POST', body: { name, password } });
    if (!accepted.ok) return accepted;
    const session = await request(sessionSchema, '/session');
    if (session.ok && session.value.person === null) {
      const entered = await signIn(email, password);
      if (!entered.ok) return entered;
    }
    await queries.invalidateQueries({ queryKey: SESSION_KEY });
    await navigate({ to: '/' });
    return accepted;
  });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField label="E-mail" name="email" defaultValue={email} readOnly autoComplete="username" />
      <NewNameField form={form} autoFocus />
      <NewPasswordField form={form} />
      <Button type="submit" tone="primary" isBusy={form.isBusy}>
        Join
      </Button>
    </form>
  );
}

function article(role: string): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`;
}
