import { invitationSchema, type Invitation, type Project } from '@studio/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { request } from '../app/api.ts';
import { useSubmit } from '../app/useSubmit.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { copyText } from '../ui/copyText.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { ListState } from './ListState.tsx';
import { ROLE_CHOICES, roleName } from './roleChoices.ts';
import { useAct } from './useAct.ts';

const KEY = ['invitations'] as const;

/** Invites people by a link, and lists the links that are open. */
export function InvitationsPanel({ project }: { readonly project: Project | undefined }) {
  const open = useQuery({ queryKey: KEY, queryFn: () => request(z.array(invitationSchema), '/invitations') });
  const act = useAct([KEY]);
  return (
    <div className="flex flex-col gap-4 p-4">
      <InviteForm project={project} />
      <ListState answer={open.data} onRetry={() => void open.refetch()}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-12 text-ink-3">No invitation is open. Invite somebody above, then send them the link.</p>
          ) : (
            <ul className="border-t pt-2">
              {all.map((invitation) => (
                <li key={invitation.id} className="flex items-center gap-2 py-1">
                  <div className="min-w-0 grow">
                    <p className="truncate text-13">{invitation.email}</p>
                    <p className="text-12 text-ink-3">
                      {roleName(invitation.role)} · until {new Date(invitation.expiresAt).toLocaleDateString('en')}
                    </p>
                  </div>
                  <IconButton icon={Copy} label="Copy the link" onClick={() => void copyLink(invitation)} />
                  <IconButton
                    icon={Trash2}
                    label={`Take back the invitation of ${invitation.email}`}
                    onClick={() => void act(`/invitations/${invitation.id}`, { method: 'DELETE' })}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </ListState>
    </div>
  );
}

function InviteForm({ project }: { readonly project: Project | undefined }) {
  const queries = useQueryClient();
  const [role, setRole] = useState('editor');
  const [isForProject, setForProject] = useState(project !== undefined);
  const form = useSubmit(['email'], async ({ email = '' }) => {
    const body = { email, role, ...(project && isForProject ? { projectId: project.id } : {}) };
    const made = await request(invitationSchema, '/invitations', { method: 'POST', body });
    await queries.invalidateQueries({ queryKey: KEY });
    if (made.ok) await copyLink(made.value);
    return made;
  });
  return (
    <form onSubmit={form.onSubmit} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-48 grow">
          <TextField
            label="E-mail"
            name="email"
            type="email"
            required
            error={form.errorOf('email') ?? form.generalError}
          />
        </div>
        <div className="w-56">
          <Select label="Role" value={role} choices={ROLE_CHOICES} onChange={setRole} />
        </div>
        <Button type="submit" tone="primary" icon={Send} isBusy={form.isBusy} className="mt-5">
          Invite
        </Button>
      </div>
      {project && <Checkbox label={`Into “${project.title}” too`} isChecked={isForProject} onChange={setForProject} />}
    </form>
  );
}

function copyLink({ url, email }: Invitation): Promise<void> {
  const done = `The link for ${email} is copied. Send it to them; it works once.`;
  return copyText(url, done, `The link could not be copied by itself. Send ${email} this: ${url}`);
}
