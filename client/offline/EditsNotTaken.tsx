import { can } from '@studio/shared/access';
import type { Role } from '@studio/shared/access';
import { FileX2 } from 'lucide-react';
import { useState } from 'react';
import { TitleDialog } from '../app/TitleDialog.tsx';
import { useSession } from '../app/session.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { asideWords, editsInWords, partInWords } from './asideWords.ts';
import { isInTabOnly, isPart, type SetAside } from './setAside.ts';
import { isCanvas, useAsideActs } from './useAsideActs.ts';

export interface EditsNotTakenProps {
  /** What is set aside of one project. */
  readonly records: readonly SetAside[];
  /** The person's role in it; null where that is not known. */
  readonly role: Role | null;
  /** The open project, when it is open. */
  readonly session?: ProjectSession;
  /** Among other projects, so that its name has to be said. */
  readonly isListed?: boolean;
}

type Asked = 'title' | 'discard' | null;

/** Edits that the server did not take: why, where they are, and what can be done with them. Stays until that is decided. */
export function EditsNotTaken({ records, role, session, isListed = false }: EditsNotTakenProps) {
  const me = useSession();
  const acts = useAsideActs(records);
  const [asked, setAsked] = useState<Asked>(null);
  const [first] = records;
  if (!first) return null;
  const person = me.data?.ok === true ? me.data.value.person : null;
  const isRefused = records.some(({ reason }) => !isPart(reason));
  const maySend = isRefused && session?.canEdit === true;
  const hasCanvas = records.some(isCanvas);
  const mayCreate = person !== null && can(person.role, 'project.create');
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-danger bg-surface-2 px-3 py-1.5"
    >
      <FileX2 aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-danger" />
      <p className="min-w-0 flex-1 basis-64 text-13 text-pretty">
        {isListed && <b className="font-semibold">{first.title}: </b>}
        {asideWords(records, role, { mayEdit: maySend, isInTabOnly: isInTabOnly(records) })}
      </p>
      <div className="flex flex-wrap gap-2">
        {maySend && session && (
          <Button size="small" tone="primary" onClick={() => void acts.send(session)}>
            Send them
          </Button>
        )}
        <Button size="small" onClick={acts.download}>
          Download
        </Button>
        {hasCanvas && (
          <Button
            size="small"
            disabled={!mayCreate}
            title={mayCreate ? undefined : 'Your role in the studio makes no projects. Download them instead.'}
            onClick={() => setAsked('title')}
          >
            Save as a new project
          </Button>
        )}
        <Button size="small" tone="quiet" onClick={() => setAsked('discard')}>
          Discard
        </Button>
      </div>
      {asked === 'title' && (
        <TitleDialog
          heading="Save as a new project"
          act="Save"
          title={`${first.title} (my edits)`.slice(0, 200)}
          onClose={() => setAsked(null)}
          onSubmit={acts.saveAsNew}
        />
      )}
      {asked === 'discard' && (
        <DiscardDialog records={records} onClose={() => setAsked(null)} onDiscard={acts.discard} />
      )}
    </div>
  );
}

interface DiscardDialogProps {
  readonly records: readonly SetAside[];
  readonly onClose: () => void;
  readonly onDiscard: () => Promise<void>;
}

function DiscardDialog({ records, onClose, onDiscard }: DiscardDialogProps) {
  const count = records.reduce((sum, { edits }) => sum + edits, 0);
  const what = count === 0 ? partInWords(records) : editsInWords(count);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Discard ${what}?`}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button tone="danger" onClick={() => void onDiscard()}>
            Discard
          </Button>
        </>
      }
    >
      <p className="text-13 text-pretty">
        {count > 1 ? 'They are' : 'It is'} on this device alone. Nobody can bring {count > 1 ? 'them' : 'it'} back.
      </p>
    </Dialog>
  );
}
