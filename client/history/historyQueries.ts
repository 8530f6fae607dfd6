import { snapshotAnswerSchema, type SnapshotEntry, snapshotSchema } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../app/api.ts';
import { notify } from '../ui/notify.ts';

/** The snapshots of a project, newest first. */
export function useSnapshots(projectId: string) {
  return useQuery({
    queryKey: ['snapshots', projectId],
    queryFn: () => request(z.array(snapshotSchema), `/projects/${projectId}/snapshots`),
    // Snapshots are also made by others and by themselves after a burst of edits.
    refetchInterval: 5000,
  });
}

/** Takes a snapshot by name; says when nothing has changed since the last. */
export function useSnapshotNow(projectId: string, onTaken: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => takeSnapshot(projectId, name),
    onSuccess: async (result) => {
      if (!result.ok) return;
      notify({ tone: 'info', message: wordsFor(result.value) });
      onTaken();
      await queries.invalidateQueries({ queryKey: ['snapshots', projectId] });
    },
  });
}

async function takeSnapshot(projectId: string, name: string): Promise<Result<SnapshotEntry | null>> {
  const path = `/projects/${projectId}/snapshots`;
  const answer = await request(snapshotAnswerSchema, path, { method: 'POST', body: { name } });
  return answer.ok
    ? ok(answer.value.snapshot)
    : fail(answer.failure.reason, answer.failure.message, answer.failure.field);
}

function wordsFor(snapshot: SnapshotEntry | null): string {
  return snapshot
    ? `“${snapshot.name}” is kept.`
    : 'Nothing has changed since the last snapshot, so there is no new one.';
}
