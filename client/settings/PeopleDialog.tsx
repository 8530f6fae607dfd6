import type { Project } from '@studio/shared/api';
import { Dialog } from '../ui/Dialog.tsx';

export interface PeopleDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly project?: Project;
}

/** The people of the studio, their roles, and invitations. */
export function PeopleDialog({ isOpen, onOpenChange }: PeopleDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="People" isWide>
      {null}
    </Dialog>
  );
}
