import type { ProjectManifest, TakeRow } from '@studio/shared/document';
import type { ChangeAuthor } from '../sync/ports.ts';

/** What projects ask of the side that keeps documents. A rejected promise means that nothing was stored. */
export interface ProjectDocuments {
  /** Writes the first document of a new project, in the name of who makes it. */
  create(
    projectId: string,
    first: { readonly title: string; readonly manifest?: ProjectManifest },
    by?: ChangeAuthor,
  ): Promise<void>;
  /** Copies the Takes of these slots from one project's ledger to another's; resolves to those that were copied. */
  copyTakes(fromProjectId: string, toProjectId: string, slots: ReadonlySet<string>): Promise<readonly TakeRow[]>;
  /** Writes the title into the project's document, in the name of who renames it. */
  rename(projectId: string, title: string, by: ChangeAuthor): Promise<void>;
  /** Fills a share link's document with what it shows now, and keeps it so from then on. */
  publishShare(linkId: string): Promise<void>;
}
