import type { Project } from '@studio/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useEnvironment } from '../app/environment.ts';
import { useServerReach } from '../app/remembered.ts';
import { bytesOf, listDeviceProjects, opensHere } from './deviceProjects.ts';
import { readKept } from './keptMedia.ts';
import { readOpened } from './openedProjects.ts';
import { SET_ASIDE_KEY } from './setAsideKey.ts';
import { setAsideEdits } from './setAsideEdits.ts';

/** What this device has of a project. */
export interface ProjectHere {
  /** Documents and kept media together. */
  readonly bytes: number;
  /** Milliseconds since 1970; null when that was not noted. */
  readonly openedAt: number | null;
  readonly unsentEdits: number;
}

/** The key of what this device has in the query cache. */
export const DEVICE_PROJECTS_KEY = ['device-projects'] as const;

/** The projects that are on this device, by id. What the person may not enter any more is taken off it. */
export function useDeviceProjects(
  personId: string | undefined,
  entered: readonly Project[] | undefined,
): ReadonlyMap<string, ProjectHere> | undefined {
  const { data } = useQuery({
    queryKey: [...DEVICE_PROJECTS_KEY, personId],
    queryFn: () => readHere(personId ?? ''),
    networkMode: 'always',
    enabled: personId !== undefined,
    staleTime: 0,
  });
  useLeftProjects(personId, entered);
  return data;
}

async function readHere(personId: string): Promise<ReadonlyMap<string, ProjectHere>> {
  const here = new Map<string, ProjectHere>();
  for (const project of await listDeviceProjects(localStorage, personId)) {
    if (!opensHere(project)) continue;
    const { projectId, unsentEdits } = project;
    const kept = readKept(localStorage, personId, projectId)?.bytes ?? 0;
    const openedAt = readOpened(localStorage, personId, projectId)?.at ?? null;
    here.set(projectId, { unsentEdits, openedAt, bytes: kept + (await bytesOf(personId, project)) });
  }
  return here;
}

/** The server's list is the word on what one may enter; what is remembered of it is not. */
function useLeftProjects(personId: string | undefined, entered: readonly Project[] | undefined): void {
  const { clock } = useEnvironment();
  const queries = useQueryClient();
  const isReachable = useServerReach((state) => state.isReachable);
  useEffect(() => {
    if (personId === undefined || entered === undefined || !isReachable) return;
    const mine = new Set(entered.map(({ id }) => id));
    async function leave(owner: string): Promise<void> {
      const left = (await listDeviceProjects(localStorage, owner)).filter(({ projectId }) => !mine.has(projectId));
      for (const { projectId } of left) {
        const title = readOpened(localStorage, owner, projectId)?.title ?? 'A project';
        const refused = { personId: owner, projectId, title, reason: 'not-a-member' as const };
        await setAsideEdits({ ...refused, counts: localStorage, clock });
      }
      if (left.length > 0) await queries.invalidateQueries({ queryKey: SET_ASIDE_KEY });
    }
    void leave(personId);
  }, [personId, entered, isReachable, clock, queries]);
}
