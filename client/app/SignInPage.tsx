import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useRouter } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { DoorPage } from './DoorPage.tsx';
import { SESSION_KEY, signIn, useSession } from './session.ts';
import { useSubmit } from './useSubmit.ts';

/** E-mail and password. After it one is where one wanted to go. */
export function SignInPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const session = useSession();
  const form = useSubmit(['email', 'password'], async ({ email = '', password = '' }) => {
    const result = await signIn(email, password);
    if (!result.ok) return result;
    await queries.invalidateQueries({ queryKey: SESSION_KEY });
    const wanted = new URLSearchParams(location.search).get('to');
    if (wanted?.startsWith('/') === true && !wanted.startsWith('//')) router.history.push(wanted);
    else await navigate({ to: '/' });
    return result;
  });
  const known = session.data?.ok === true ? session.data.value : undefined;
  if (known?.needsSetup === true) return <Navigate to="/setup" />;
  return (
    <DoorPage title={known?.studioName || 'Production Canvas'} lead="Sign in to your studio.">
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
        {form.failure && (
          <p role="alert" className="text-13 text-danger">
            {form.failure.message}
          </p>
        )}
        <Button type="submit" tone="primary" isBusy={form.isBusy}>
          Sign in
        </Button>
        <p className="text-12 text-ink-3">No account yet? An admin of the studio invites you.</p>
      </form>
    </DoorPage>
  );
}
