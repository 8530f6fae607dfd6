import { projectSchema, sessionSchema } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { request } from './api.ts';
import { DoorPage } from './DoorPage.tsx';
import { NEW_ACCOUNT_FIELDS, NewNameField, NewPasswordField } from './NewAccountFields.tsx';
import { SESSION_KEY, signIn } from './session.ts';
import { useSubmit, type Submission } from './useSubmit.ts';

const FIELDS = ['studioName', 'email', ...NEW_ACCOUNT_FIELDS];

/** The one-time link of the first owner. */
export function SetupPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const form = useSubmit(FIELDS, async (values) => {
    const { studioName, ...rest } = values;
    const body = { token, ...rest, ...(studioName ? { studioName } : {}) };
    const made = await request(z.unknown(), '/setup', { method: 'POST', body });
    if (!made.ok) return made;
    const session = await request(sessionSchema, '/session');
    if (session.ok && session.value.person === null) {
      const entered = await signIn(values['email'] ?? '', values['password'] ?? '');
      if (!entered.ok) return entered;
    }
    await queries.invalidateQueries({ queryKey: SESSION_KEY });
    const sample = await findSample();
    if (sample === undefined) await navigate({ to: '/' });
    else await navigate({ to: '/p/$projectId', params: { projectId: sample } });
    return made;
  });
  return (
    <DoorPage title="Set up your studio" lead="You become its owner. This link works once.">
      <SetupForm form={form} />
    </DoorPage>
  );
}

/** The finished sample film, for a first look that is not a blank page. Without an answer the list says what is wrong. */
async function findSample(): Promise<string | undefined> {
  const projects = await request(z.array(projectSchema), '/projects');
  return projects.ok ? projects.value.find((project) => project.isSample)?.id : undefined;
}

function SetupForm({ form }: { readonly form: Submission }) {
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label="Studio name"
        name="studioName"
        placeholder="Optional"
        maxLength={80}
        error={form.errorOf('studioName')}
      />
      <NewNameField form={form} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        error={form.errorOf('email')}
      />
      <NewPasswordField form={form} />
      <Button type="submit" tone="primary" isBusy={form.isBusy}>
        Create studio
      </Button>
    </form>
  );
}
