import { enterShareBodySchema, type GuestPass, guestSchema, shareDoorSchema } from '@studio/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../app/api.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TextField } from '../ui/TextField.tsx';

export interface GuestDoorProps {
  readonly token: string;
  readonly onEnter: (pass: GuestPass) => void;
}

/** The door of a share link: what is behind it, and the name to go in by. */
export function GuestDoor({ token, onEnter }: GuestDoorProps) {
  const path = `/share/${encodeURIComponent(token)}`;
  const door = useQuery({ queryKey: ['share', token], queryFn: () => request(shareDoorSchema, path) });
  return (
    <main className="flex h-full items-center justify-center p-4">
      {!door.data && <Skeleton className="h-56 w-full max-w-sm" />}
      {door.data?.ok === false && (
        <ErrorState
          title={door.data.failure.message}
          safe="Nothing you wrote is lost: notes that were sent stay with the film."
          actions={<Button onClick={() => void door.refetch()}>Try again</Button>}
        />
      )}
      {door.data?.ok === true && <DoorForm path={path} door={door.data.value} onEnter={onEnter} />}
    </main>
  );
}

interface DoorFormProps {
  readonly path: string;
  readonly door: { readonly title: string; readonly label: string; readonly mayComment: boolean };
  readonly onEnter: (pass: GuestPass) => void;
}

function DoorForm({ path, door, onEnter }: DoorFormProps) {
  const [name, setName] = useState('');
  const enter = useMutation({
    mutationFn: (body: { name: string }) => request(guestSchema, `${path}/enter`, { method: 'POST', body }),
    onSuccess: (answer) => answer.ok && onEnter(answer.value),
  });
  const checked = enterShareBodySchema.safeParse({ name });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (checked.success) enter.mutate(checked.data);
  };
  return (
    <form onSubmit={onSubmit} className="flex w-full max-w-sm flex-col gap-4 rounded border bg-surface-1 p-6">
      <div>
        <h1 className="text-20 font-semibold text-balance">{door.title}</h1>
        <p className="text-13 text-ink-2">{door.label}</p>
      </div>
      <TextField
        label="Your name"
        autoFocus
        autoComplete="name"
        className="text-16"
        maxLength={80}
        value={name}
        hint={door.mayComment ? 'It stands beside your notes. No account needed.' : 'No account needed.'}
        error={enter.data?.ok === false ? enter.data.failure.message : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" tone="primary" disabled={!checked.success} isBusy={enter.isPending}>
        Watch the Takes
      </Button>
    </form>
  );
}
