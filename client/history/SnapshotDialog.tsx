import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useSnapshotNow } from './historyQueries.ts';

export interface SnapshotDialogProps {
  readonly projectId: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

const FORM_ID = 'name-this-version';

/** “Everything is saved. Name this version?”, as Ctrl+S and “Snapshot now” ask. */
export function SnapshotDialog({ projectId, isOpen, onOpenChange }: SnapshotDialogProps) {
  const [name, setName] = useState('');
  const snapshot = useSnapshotNow(projectId, () => {
    setName('');
    onOpenChange(false);
  });
  const failure = snapshot.data?.ok === false ? snapshot.data.failure.message : undefined;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') snapshot.mutate(name.trim());
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Everything is saved. Name this version?"
      description="A named version stays in the history, to look at and to come back to."
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button type="submit" form={FORM_ID} tone="primary" isBusy={snapshot.isPending} disabled={name.trim() === ''}>
            Keep this version
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={onSubmit}>
        <TextField
          label="Name"
          autoFocus
          maxLength={120}
          placeholder="Locked picture for Friday"
          value={name}
          error={failure}
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
