import { can, type Role } from '@studio/shared/access';
import { memberSchema, personSchema, type Person, type Project } from '@studio/shared/api';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { request } from '../app/api.ts';
import { useSession } from '../app/session.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { ListState } from './ListState.tsx';
import { PersonLine } from './PersonLine.tsx';
import { ROLE_CHOICES } from './roleChoices.ts';
import { useAct } from './useAct.ts';

/** Who is in a project, with their role there; admins add from the studio's people. */
export function MembersPanel({ project }: { readonly project: Project }) {
  const session = useSession();
  const me = session.data?.ok === true ? session.data.value.person : null;
  const key = ['members', project.id];
  const path = `/projects/${project.id}/members`;
  const members = useQuery({ queryKey: key, queryFn: () => request(z.array(memberSchema), path) });
  const act = useAct([key]);
  const mayManage = can(project.role, 'project.members');
  const put = (person: Person, role: Role) => void act(`${path}/${person.id}`, { method: 'PUT', body: { role } });
  return (
    <div className="flex flex-col gap-3 p-4">
      <ListState answer={members.data} onRetry={() => void members.refetch()}>
        {(all) => (
          <>
            <ul>
              {all.map((person) => (
                <PersonLine
                  key={person.id}
                  person={person}
                  isMe={person.id === me?.id}
                  removeLabel={`Remove ${person.name} from this project`}
                  onRole={mayManage ? (role) => put(person, role) : undefined}
                  onRemove={mayManage ? () => void act(`${path}/${person.id}`, { method: 'DELETE' }) : undefined}
                />
              ))}
            </ul>
            {mayManage && <AddMember members={all} onAdd={put} />}
          </>
        )}
      </ListState>
    </div>
  );
}

interface AddMemberProps {
  readonly members: readonly Person[];
  readonly onAdd: (person: Person, role: Role) => void;
}

function AddMember({ members, onAdd }: AddMemberProps) {
  const { data } = useQuery({ queryKey: ['people'], queryFn: () => request(z.array(personSchema), '/people') });
  const [chosen, setChosen] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const others = data?.ok === true ? data.value.filter((one) => !members.some((member) => member.id === one.id)) : [];
  const person = others.find((one) => one.id === chosen);
  if (others.length === 0)
    return (
      <p className="text-12 text-ink-3">Everybody of the studio is in this project. Invite more under Invitations.</p>
    );
  function add(): void {
    if (!person) return;
    onAdd(person, role);
    setChosen('');
  }
  return (
    <div className="flex flex-wrap items-end gap-2 border-t pt-3">
      <div className="min-w-40 grow">
        <Select
          label="Add from the studio"
          value={chosen}
          placeholder="Choose a person"
          choices={others.map((one) => ({ value: one.id, label: one.name }))}
          onChange={setChosen}
        />
      </div>
      <div className="w-48">
        <Select
          label="Role"
          value={role}
          choices={ROLE_CHOICES}
          onChange={(next) => setRole(ROLE_CHOICES.find((choice) => choice.value === next)?.value ?? 'editor')}
        />
      </div>
      <Button icon={UserPlus} disabled={!person} onClick={add}>
        Add
      </Button>
    </div>
  );
}
