import type { CountStore } from '../sync/unsentLog.ts';
import { unsentEditsOf } from '../sync/unsentLog.ts';
import { listDeviceProjects, removeCopies } from './deviceProjects.ts';
import { forgetMediaOfOthers, removeKept } from './keptMedia.ts';
import { forgetOpened } from './openedProjects.ts';

const WHO = 'studio.person';

/** What somebody who leaves this device has on it. */
export interface LeftBehind {
  readonly projects: number;
  /** Edits that the server does not have. */
  readonly unsentEdits: number;
}

/** What a person has on this device. */
export async function whatIsHere(store: CountStore, personId: string): Promise<LeftBehind> {
  const projects = await listDeviceProjects(store, personId);
  return { projects: projects.length, unsentEdits: projects.reduce((sum, { unsentEdits }) => sum + unsentEdits, 0) };
}

/**
 * Takes what a person had off this device when they sign out: whoever uses it next finds no project of theirs. Documents
 * with edits that were not sent stay under that person's id, so that nothing is lost; nobody else's page opens them.
 */
export async function leaveDevice(store: CountStore, personId: string): Promise<void> {
  for (const { projectId, documents, unsentEdits } of await listDeviceProjects(store, personId)) {
    const sent = documents.filter((name) => unsentEditsOf(store, `${personId}/${name}`) === 0);
    await removeCopies(store, personId, sent);
    await removeKept(store, personId, projectId);
    if (unsentEdits === 0) forgetOpened(store, personId, projectId);
  }
  await forgetMediaOfOthers(null);
  store.removeItem(WHO);
}

/** Notes who uses this device now; resolves to whether it was somebody else before, whose media are gone then. */
export async function enterDevice(store: CountStore, personId: string): Promise<boolean> {
  const before = store.getItem(WHO);
  if (before === personId) return false;
  store.setItem(WHO, personId);
  if (before === null) return false;
  await forgetMediaOfOthers(personId);
  return true;
}
