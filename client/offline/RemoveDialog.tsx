import type { Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../app/session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { editsInWords } from './asideWords.ts';
import { bytesInWords } from './byteWords.ts';
import { removeFromDevice } from './removeFromDevice.ts';
import { DEVICE_PROJECTS_KEY, type ProjectHere } from './useDeviceProjects.ts';

export interface RemoveDialogProps {
  readonly project: Project;
  readonly here: ProjectHere;
  readonly onClose: () => void;
}

/** Asks before a project is taken off this device; edits that nobody else has are named. */
export function RemoveDialog({ project, here, onClose }: RemoveDialogProps) {
  const queries = useQueryClient();
  const session = useSession();
  const personId = session.data?.ok === true ? session.data.value.person?.id : undefined;
  const { unsentEdits, bytes } = here;
  async function remove(): Promise<void> {
    if (personId !== undefined) await removeFromDevice(localStorage, personId, project.id);
    await queries.invalidateQueries({ queryKey: DEVICE_PROJECTS_KEY });
    onClose();
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Remove “${project.title}” from this device?`}
      actions={
        <>
          <Button onClick={onClose}>Keep it here</Button>
          <Button tone={unsentEdits > 0 ? 'danger' : 'primary'} onClick={() => void remove()}>
            {unsentEdits > 0 ? `Remove it and ${editsInWords(unsentEdits)}` : 'Remove'}
          </Button>
        </>
      }
    >
      <p className="text-13 text-pretty">
        {unsentEdits > 0
          ? `${editsInWords(unsentEdits)} of yours ${unsentEdits === 1 ? 'was' : 'were'} not sent and ${
              unsentEdits === 1 ? 'is' : 'are'
            } on this device alone: with the project ${unsentEdits === 1 ? 'it goes' : 'they go'} for good. Open the project while you are online to send them first.`
          : `It frees ${bytesInWords(bytes)}. On the server nothing changes; it comes back here when you open it again.`}
      </p>
    </Dialog>
  );
}
