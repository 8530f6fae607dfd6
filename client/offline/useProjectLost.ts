import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useEnvironment } from '../app/environment.ts';
import { forgetProject } from '../app/askProjects.ts';
import { readOpened } from './openedProjects.ts';
import { setAsideEdits } from './setAsideEdits.ts';
import { SET_ASIDE_KEY } from './setAsideKey.ts';

/** Takes a project that the person may not enter any more off this device; edits that were not sent are set aside. */
export function useProjectLost(personId: string | undefined, projectId: string | undefined): void {
  const { clock } = useEnvironment();
  const queries = useQueryClient();
  useEffect(() => {
    if (personId === undefined || projectId === undefined) return;
    const title = readOpened(localStorage, personId, projectId)?.title ?? 'A project';
    const refused = { personId, projectId, title, reason: 'not-a-member' as const, counts: localStorage, clock };
    void setAsideEdits(refused).then(() => queries.invalidateQueries({ queryKey: SET_ASIDE_KEY }));
    void forgetProject(projectId);
  }, [personId, projectId, clock, queries]);
}
