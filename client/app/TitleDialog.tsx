import type { Result } from '@studio/shared/result';
import { useId } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useSubmit } from './useSubmit.ts';

export interface TitleDialogProps {
  readonly heading: string;
  /** The word on the button. */
  readonly act: string;
  readonly title: string;
  readonly onClose: () => void;
  /** Sends the title; a refusal stays in the dialog. */
  readonly onSubmit: (title: string) => Promise<Result<unknown>>;
}

/** Asks for a project's name. */
export function TitleDialog({ heading, act, title, onClose, onSubmit }: TitleDialogProps) {
  const formId = useId();
  const form = useSubmit(['title'], async (values) => {
    const result = await onSubmit((values['title'] ?? '').trim());
    if (result.ok) onClose();
    return result;
  });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={heading}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" isBusy={form.isBusy}>
            {act}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={form.onSubmit} className="flex flex-col gap-3">
        <TextField
          label="Title"
          name="title"
          defaultValue={title}
          required
          maxLength={200}
          autoFocus
          error={form.errorOf('title')}
        />
        {form.generalError !== undefined && (
          <p role="alert" className="text-13 text-danger">
            {form.generalError}
          </p>
        )}
      </form>
    </Dialog>
  );
}
