import type { CountStore } from '../sync/unsentLog.ts';
import { findDeviceProject, removeCopies } from './deviceProjects.ts';
import { removeKept } from './keptMedia.ts';
import { forgetOpened } from './openedProjects.ts';

/** Takes everything of a project off this device, edits that were not sent included; on the server nothing changes. */
export async function removeFromDevice(store: CountStore, personId: string, projectId: string): Promise<void> {
  const project = await findDeviceProject(store, personId, projectId);
  await removeCopies(store, personId, project?.documents ?? []);
  await removeKept(store, personId, projectId);
  forgetOpened(store, personId, projectId);
}
