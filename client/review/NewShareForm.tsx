import type { ShareLink } from '@studio/shared/api';
import { type FormEvent, useState } from 'react';
import type { Slot } from '../takes/slots.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { copyLink, useMakeShareLink } from './shareQueries.ts';

export interface NewShareFormProps {
  readonly projectId: string;
  readonly shots: readonly Slot[];
  readonly onMade: (link: ShareLink) => void;
}

const EXPIRIES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: 'never', label: 'Until it is revoked' },
];

/** A new link: which shots, what it is called, whether guests may comment, and how long it lasts. */
export function NewShareForm({ projectId, shots, onMade }: NewShareFormProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [label, setLabel] = useState('');
  const [mayComment, setMayComment] = useState(true);
  const [expiry, setExpiry] = useState('30');
  const make = useMakeShareLink(projectId, (link) => {
    setLabel('');
    onMade(link);
    void copyLink(link.url);
  });
  const subjects = shots.map((shot) => shot.id).filter((id) => !left.has(id));
  const refusal = make.data?.ok === false ? make.data.failure.message : undefined;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const expires = expiry === 'never' ? {} : { expiresInDays: Number(expiry) };
    make.mutate({ label: label.trim(), subjects, mayComment, ...expires });
  };
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <div className="grid gap-4 wide:grid-cols-[1fr_160px]">
        <TextField
          label="Name of the link"
          autoFocus
          maxLength={120}
          placeholder="Client, first look"
          value={label}
          error={refusal}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Select label="Lasts" value={expiry} choices={EXPIRIES} onChange={setExpiry} />
      </div>
      <ShotChoice shots={shots} left={left} onChange={setLeft} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Checkbox label="Guests may comment and approve" isChecked={mayComment} onChange={setMayComment} />
        <Button
          type="submit"
          tone="primary"
          isBusy={make.isPending}
          disabled={label.trim() === '' || subjects.length === 0}
        >
          Make link
        </Button>
      </div>
    </form>
  );
}

interface ShotChoiceProps {
  readonly shots: readonly Slot[];
  /** Shots that stay at home. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

function ShotChoice({ shots, left, onChange }: ShotChoiceProps) {
  const sent = shots.length - shots.filter((shot) => left.has(shot.id)).length;
  const toggle = (id: string, isSent: boolean) => {
    const next = new Set(left);
    if (isSent) next.delete(id);
    else next.add(id);
    onChange(next);
  };
  const isAll = sent === shots.length;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 flex w-full items-center text-12 text-ink-2">
        Shots
        <span className="ml-2 text-ink-3">
          {sent} of {shots.length}
        </span>
        <Button
          size="small"
          tone="quiet"
          className="ml-auto"
          onClick={() => onChange(isAll ? new Set(shots.map((shot) => shot.id)) : new Set())}
        >
          {isAll ? 'None' : 'All'}
        </Button>
      </legend>
      <ul className="grid max-h-40 gap-x-4 gap-y-1.5 overflow-auto rounded border bg-surface-1 p-2.5 wide:grid-cols-2">
        {shots.map((shot) => (
          <li key={shot.id} className="min-w-0 truncate">
            <Checkbox
              label={[shot.number, shot.label].filter(Boolean).join(' · ')}
              isChecked={!left.has(shot.id)}
              onChange={(isSent) => toggle(shot.id, isSent)}
            />
          </li>
        ))}
        {shots.length === 0 && <li className="text-12 text-ink-3">There are no shots to share yet.</li>}
      </ul>
    </fieldset>
  );
}
