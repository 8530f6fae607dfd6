import type { Logger } from 'pino';
import type { Sync } from '../sync/createSync.ts';
import type { ProjectActivity } from './projectActivity.ts';
import { type ProjectReading, readProject } from './readProject.ts';
import { summariseProject } from './summariseProject.ts';

/** What following needs. `settleMs` gathers the changes of a burst into one look at the document. */
export interface FollowingParts {
  readonly sync: Pick<Sync, 'onChanged'>;
  readonly reading: ProjectReading;
  readonly activity: ProjectActivity;
  readonly clock: () => number;
  readonly log: Logger;
  readonly settleMs?: number;
}

/** Keeps the list of projects in step with their documents. */
export interface Following {
  /** Looks at what is pending, then stops. */
  stop(): Promise<void>;
}

/** Follows the documents that this server's clients change. */
export function followProjects(parts: FollowingParts): Following {
  const pending = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const sayBehind = (projectId: string, err: unknown) =>
    parts.log.warn({ err, projectId, code: 'project.summary' }, 'the list of projects is behind its document');
  async function lookAt(projectId: string, changedAt: number): Promise<void> {
    try {
      const summary = await readProject(parts.reading, projectId, summariseProject);
      if (summary.ok) await parts.activity.record(projectId, { ...summary.value, changedAt });
      else if (summary.failure.reason === 'load-failed') sayBehind(projectId, summary.failure.message);
    } catch (error) {
      sayBehind(projectId, error);
    }
  }
  function look(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const due = [...pending];
    pending.clear();
    looking = looking.then(async () => {
      for (const [projectId, changedAt] of due) await lookAt(projectId, changedAt);
    });
    return looking;
  }
  const unsubscribe = parts.sync.onChanged((document) => {
    if (document.kind !== 'project' && document.kind !== 'ledger') return;
    pending.set(document.projectId, parts.clock());
    timer ??= setTimeout(() => void look(), parts.settleMs ?? 1000);
  });
  return {
    async stop() {
      unsubscribe();
      await look();
    },
  };
}
