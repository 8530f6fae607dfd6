import type { Kysely } from 'kysely';
import type { Database } from '../storage/database.ts';

/** What lists show of a project's document. `poster` is the SHA-256 of a thumbnail; `changedAt` is milliseconds since 1970. */
export interface ProjectSummary {
  readonly title: string;
  readonly logline: string;
  readonly poster: string | null;
  readonly shotCount: number;
  readonly changedAt: number;
}

/** Keeps the rows of projects in step with their documents, which decide. */
export interface ProjectActivity {
  /** Takes what a document says now; a project that is gone is ignored. Older reports never overwrite newer ones. */
  record(projectId: string, summary: ProjectSummary): Promise<void>;
}

/** Keeps the summaries in the table of projects. */
export function createProjectActivity(database: Kysely<Database>): ProjectActivity {
  return {
    async record(projectId, { title, logline, poster, shotCount, changedAt }) {
      const at = new Date(changedAt);
      await database
        .updateTable('projects')
        .set({ title, logline, poster, shot_count: shotCount, changed_at: at })
        .where('id', '=', projectId)
        .where('changed_at', '<=', at)
        .execute();
    },
  };
}
