import { projectSchema, type Project } from '@studio/shared/api';
import { ok, type Result } from '@studio/shared/result';
import { z } from 'zod';
import { recallAll, remembered, useServerReach } from './remembered.ts';

/**
 * The projects that I may enter. Without a network: those of the last list, and those that were opened here since, as by
 * a link.
 */
export async function askProjects(): Promise<Result<readonly Project[]>> {
  const answer = await remembered(z.array(projectSchema), '/projects');
  if (useServerReach.getState().isReachable) return answer;
  const listed = answer.ok ? answer.value : [];
  const known = new Set(listed.map(({ id }) => id));
  const opened = recallAll(projectSchema, '/projects/').filter(({ id }) => !known.has(id));
  const all = [...opened, ...listed];
  return all.length > 0 ? ok(all) : answer;
}

/** Has this device forget what it remembers of a project that I may not enter any more: its name and poster. */
export async function forgetProject(projectId: string): Promise<void> {
  await remembered(projectSchema, `/projects/${projectId}`);
  await askProjects();
}
