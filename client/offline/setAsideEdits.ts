import * as Y from 'yjs';
import type { CountStore } from '../sync/unsentLog.ts';
import { unsentEditsOf } from '../sync/unsentLog.ts';
import { copyName } from './deviceNames.ts';
import { findDeviceProject, readCopy, removeCopies } from './deviceProjects.ts';
import { forgetSeenMedia, removeKept } from './keptMedia.ts';
import { peekIntoTab } from './keptInTab.ts';
import { forgetOpened } from './openedProjects.ts';
import { asideId, type AsideReason, keepAside } from './setAside.ts';

/** Whose edits of which project the server does not take, and why. */
export interface RefusedEdits {
  readonly personId: string;
  readonly projectId: string;
  readonly title: string;
  readonly reason: AsideReason;
  readonly counts: CountStore;
  readonly clock: () => number;
  /** A document of which the server refused something, although no edit of it was counted. */
  readonly documentName?: string;
}

/** Work on a project's copies that whoever opens the project waits for, by person and project. */
const underWay = new Map<string, Promise<void>>();

/** Resolves when nothing is being set aside of a project (any more). */
export async function whenSettled(personId: string, projectId: string): Promise<void> {
  await underWay.get(`${personId}/${projectId}`);
}

/**
 * Takes the edits that the server refuses out of a project's copies: each document that has any is set aside whole, and
 * its copy removed, so that the next opening gets the server's. Who may not enter the project loses its other copies too.
 * Close the project's documents first.
 */
export function setAsideEdits(refused: RefusedEdits): Promise<void> {
  const key = `${refused.personId}/${refused.projectId}`;
  const work = (underWay.get(key) ?? Promise.resolve())
    .then(() => setAsideNow(refused))
    .finally(() => {
      if (underWay.get(key) === work) underWay.delete(key);
    });
  underWay.set(key, work);
  return work;
}

async function setAsideNow(refused: RefusedEdits): Promise<void> {
  const { personId, projectId, reason, counts } = refused;
  const project = await findDeviceProject(counts, personId, projectId);
  const documents = new Set(project?.documents);
  if (refused.documentName !== undefined) documents.add(refused.documentName);
  const isOut = reason === 'not-a-member' || reason === 'link-ended';
  const gone: string[] = [];
  for (const name of documents) {
    const unsent = unsentEditsOf(counts, `${personId}/${name}`);
    const isRefused = unsent > 0 || name === refused.documentName;
    if (isRefused) await setDocumentAside(refused, name, Math.max(1, unsent));
    if (isRefused || isOut) gone.push(name);
  }
  await removeCopies(counts, personId, gone);
  if (!isOut) return;
  forgetOpened(counts, personId, projectId);
  await removeKept(counts, personId, projectId);
  await forgetSeenMedia();
}

async function setDocumentAside(refused: RefusedEdits, documentName: string, edits: number): Promise<void> {
  const { personId, projectId, title, reason, clock } = refused;
  const stored = await readCopy(personId, documentName).catch((error: unknown) => {
    console.warn('set-aside.copy-not-read', error);
    return [];
  });
  const inTab = peekIntoTab(copyName(personId, documentName));
  const rows = inTab ? [...stored, inTab] : stored;
  if (rows.length === 0) return;
  const id = asideId(personId, documentName, reason);
  const at = clock();
  await keepAside({
    id,
    personId,
    projectId,
    documentName,
    title,
    reason,
    edits,
    at,
    rows: [Y.mergeUpdates([...rows])],
  });
}
