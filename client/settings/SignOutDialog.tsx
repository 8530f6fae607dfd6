import { editsInWords } from '../offline/asideWords.ts';
import type { LeftBehind } from '../offline/leaveDevice.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

export interface SignOutDialogProps {
  readonly here: LeftBehind;
  readonly onClose: () => void;
  readonly onSignOut: () => void;
}

/** Says what signing out leaves on this device, before it does: edits that were not sent. */
export function SignOutDialog({ here, onClose, onSignOut }: SignOutDialogProps) {
  const isOne = here.unsentEdits === 1;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Sign out with ${editsInWords(here.unsentEdits)} not sent?`}
      actions={
        <>
          <Button onClick={onClose}>Stay</Button>
          <Button tone="primary" onClick={onSignOut}>
            Sign out
          </Button>
        </>
      }
    >
      <p className="text-13 text-pretty">
        {isOne ? 'It stays' : 'They stay'} on this device and {isOne ? 'is' : 'are'} sent when you sign in here again
        and open the project. Nobody else who signs in here can open {isOne ? 'it' : 'them'}. Everything else of yours
        is removed from this device.
      </p>
    </Dialog>
  );
}
