import { can } from '@studio/shared/access';
import type { Project } from '@studio/shared/api';
import { useSession } from '../app/session.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { InvitationsPanel } from './InvitationsPanel.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { StudioPeoplePanel } from './StudioPeoplePanel.tsx';

export interface PeopleDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly project?: Project;
}

/** The people of the project and of the studio, their roles, and invitations. */
export function PeopleDialog({ isOpen, onOpenChange, project }: PeopleDialogProps) {
  const session = useSession();
  const person = session.data?.ok === true ? session.data.value.person : null;
  const isAdmin = person !== null && can(person.role, 'studio.members');
  const tabs = [
    ...(project ? [{ value: 'project', label: 'This project', content: <MembersPanel project={project} /> }] : []),
    ...(isAdmin && person
      ? [
          { value: 'studio', label: 'Studio', content: <StudioPeoplePanel me={person} /> },
          { value: 'invitations', label: 'Invitations', content: <InvitationsPanel project={project} /> },
        ]
      : []),
  ];
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="People" isWide>
      <div className="-m-4 min-h-80">
        <Tabs label="People" tabs={tabs} />
      </div>
    </Dialog>
  );
}
