import { projectCopySchema, type ProjectCopy } from '@studio/shared/api';
import { parseDocumentName, SESSION } from '@studio/shared/document';
import { ok, type Result } from '@studio/shared/result';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import * as Y from 'yjs';
import { request } from '../app/api.ts';
import { useEnvironment } from '../app/environment.ts';
import { PROJECTS_KEY } from '../app/projectsKey.ts';
import { useSession } from '../app/session.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { notify } from '../ui/notify.ts';
import { downloadProjectFile, isProjectDocument, manifestOf, writeProjectFile } from './projectFile.ts';
import { forgetAside, isPart, type SetAside, whole } from './setAside.ts';
import { SET_ASIDE_KEY } from './setAsideKey.ts';

/** What a person may do with edits that were not taken. Each decision but the download takes them off this device. */
export interface AsideActs {
  readonly download: () => void;
  /** Makes a project of the person's own from the canvas and cut as they saw it, and opens it. */
  readonly saveAsNew: (title: string) => Promise<Result<unknown>>;
  readonly discard: () => Promise<void>;
  /** Puts them into the open project again. */
  readonly send: (session: ProjectSession) => Promise<void>;
}

/** The acts for what is set aside of one project. */
export function useAsideActs(records: readonly SetAside[]): AsideActs {
  const { clock } = useEnvironment();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const session = useSession();
  const savedBy = session.data?.ok === true ? (session.data.value.person?.name ?? '') : '';
  const discard = async () => {
    await forgetAside(records);
    await queries.invalidateQueries({ queryKey: SET_ASIDE_KEY });
  };
  return {
    discard,
    download: () => {
      const [first] = records;
      if (!first) return;
      const documents = new Map(records.map((record) => [fileKey(record), whole(record)]));
      downloadProjectFile(
        writeProjectFile({ title: first.title, projectId: first.projectId, savedBy, at: clock() }, documents),
      );
    },
    saveAsNew: async (title) => {
      const canvas = records.find((record) => isCanvas(record));
      if (!canvas) return ok(undefined);
      const manifest = manifestOf(whole(canvas));
      const body = { title, manifest, fromProjectId: canvas.projectId };
      const made = await request(projectCopySchema, '/projects/copies', { method: 'POST', body });
      if (!made.ok) return made;
      await discard();
      await queries.invalidateQueries({ queryKey: PROJECTS_KEY });
      notify({ tone: 'info', message: copyInWords(made.value) });
      await navigate({ to: '/p/$projectId', params: { projectId: made.value.project.id } });
      return made;
    },
    send: async (open) => {
      for (const record of records) if (!isPart(record.reason)) sendAgain(open, record);
      await discard();
    },
  };
}

/** True when the record holds the canvas and cut, from which a project can be made. */
export function isCanvas(record: SetAside): boolean {
  return !isPart(record.reason) && isProjectDocument(record.documentName);
}

/** Says what came along into a project that was made from another one's content. */
export function copyInWords({ project, takes, mediaLeftBehind }: ProjectCopy): string {
  const came = takes === 0 ? 'No Takes came along' : `${takes === 1 ? '1 Take' : `${takes} Takes`} came along`;
  const left =
    mediaLeftBehind === 0
      ? ''
      : ` ${mediaLeftBehind === 1 ? '1 picture' : `${mediaLeftBehind} pictures`} that you may not see any more stayed behind.`;
  return `“${project.title}” is yours. ${came}; notes and history stay with the other project.${left}`;
}

/** A part that could not be read or placed is no document: a program that reads the file must not take it for one. */
function fileKey({ documentName, reason }: SetAside): string {
  return isPart(reason) ? `${documentName}#${reason}` : documentName;
}

function sendAgain(open: ProjectSession, record: SetAside): void {
  const name = parseDocumentName(record.documentName);
  if (!name.ok) return;
  if (name.value.kind === 'project') return apply(open.doc, record);
  if (name.value.kind !== 'review') return;
  const review = open.openReview(name.value.subject);
  apply(review.doc, record);
  review.release();
}

// As an edit of mine, so that it is counted until the server has it.
function apply(doc: Y.Doc, record: SetAside): void {
  doc.transact(() => Y.applyUpdate(doc, whole(record), SESSION), SESSION);
}
