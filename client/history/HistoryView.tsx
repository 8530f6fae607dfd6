import { can } from '@studio/shared/access';
import type { SnapshotEntry } from '@studio/shared/api';
import { Camera, GitCommitHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { groupByDay } from './groupChanges.ts';
import { useSnapshots } from './historyQueries.ts';
import { SnapshotCard } from './SnapshotCard.tsx';
import { SnapshotDialog } from './SnapshotDialog.tsx';

/** The versions of the project: who kept them, when, and what had changed. */
export function HistoryView() {
  const { projectId, role } = useProjectSession();
  const [isNaming, setNaming] = useState(false);
  const mayKeep = can(role, 'project.snapshot');
  const snapshotNow = (
    <Button
      size="small"
      icon={Camera}
      disabled={!mayKeep}
      title={mayKeep ? 'Snapshot now (Ctrl+S)' : 'Editors keep versions. Your role may look at them.'}
      onClick={() => setNaming(true)}
    >
      Snapshot now
    </Button>
  );
  return (
    <section aria-label="History" className="flex h-full min-h-0 flex-col">
      <header className="flex h-10 shrink-0 items-center justify-between border-b bg-surface-1 px-3">
        <h2 className="text-13 font-medium">History</h2>
        {snapshotNow}
      </header>
      <div className="min-h-0 grow overflow-auto">
        <Snapshots projectId={projectId} onKeep={mayKeep ? () => setNaming(true) : undefined} />
      </div>
      <SnapshotDialog projectId={projectId} isOpen={isNaming} onOpenChange={setNaming} />
    </section>
  );
}

interface SnapshotsProps {
  readonly projectId: string;
  readonly onKeep: (() => void) | undefined;
}

function Snapshots({ projectId, onKeep }: SnapshotsProps) {
  const { data, refetch } = useSnapshots(projectId);
  if (!data) return <LoadingSnapshots />;
  if (!data.ok) {
    return (
      <ErrorState
        title="The history could not be read."
        safe="Your project is safe and goes on saving; only the list of versions is missing."
        detail={data.failure.message}
        actions={<Button onClick={() => void refetch()}>Try again</Button>}
      />
    );
  }
  if (data.value.length === 0) {
    return (
      <EmptyState
        icon={GitCommitHorizontal}
        title="No versions yet"
        actions={onKeep && <Button onClick={onKeep}>Name the first</Button>}
      >
        Everything is saved as you work. Versions come by themselves after a burst of edits, or when you name one.
      </EmptyState>
    );
  }
  return <SnapshotDays snapshots={data.value} />;
}

function SnapshotDays({ snapshots }: { readonly snapshots: readonly SnapshotEntry[] }) {
  const { clock } = useProjectSession();
  const [now] = useState(clock);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 p-4 wide:p-6">
      {groupByDay(snapshots, now).map(({ day, entries }) => (
        <section key={day} aria-label={day}>
          <h3 className="mb-2 text-12 text-ink-3">{day}</h3>
          <ol className="flex flex-col gap-2">
            {entries.map((snapshot) => (
              <SnapshotCard key={snapshot.oid} snapshot={snapshot} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function LoadingSnapshots() {
  return (
    <div role="status" aria-label="Reading the history" className="mx-auto flex max-w-3xl flex-col gap-2 p-4 wide:p-6">
      <Skeleton className="mb-2 h-4 w-16" />
      <Skeleton className="h-28" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </div>
  );
}
