import { formatDocumentName, parseDocumentName } from '@studio/shared/document';
import { forgetOwnWrites } from '../sync/lost/ownWriteLog.ts';
import { type CountStore, forgetUnsent, unsentEditsOf } from '../sync/unsentLog.ts';
import { CopyDatabase, removeDatabase } from './copyDatabase.ts';
import { copyName, readCopyName } from './deviceNames.ts';
import { namesInTab, takeFromTab } from './keptInTab.ts';

/** A project that this device has a copy of. */
export interface DeviceProject {
  readonly projectId: string;
  /** The names of its documents that are here. */
  readonly documents: readonly string[];
  /** Edits of mine that the server has not acknowledged. */
  readonly unsentEdits: number;
}

/** The projects that this device has of a person. Empty where the browser cannot tell. */
export async function listDeviceProjects(counts: CountStore, personId: string): Promise<readonly DeviceProject[]> {
  const names = new Set([...(await databaseNames()), ...namesInTab()]);
  const documents = new Map<string, string[]>();
  for (const name of names) {
    const copy = readCopyName(name);
    const parsed = copy?.personId === personId ? parseDocumentName(copy.documentName) : undefined;
    if (!copy || parsed?.ok !== true || parsed.value.kind === 'share') continue;
    const { projectId } = parsed.value;
    documents.set(projectId, [...(documents.get(projectId) ?? []), copy.documentName]);
  }
  return [...documents].map(([projectId, held]) => ({
    projectId,
    documents: held,
    unsentEdits: held.reduce((sum, name) => sum + unsentEditsOf(counts, `${personId}/${name}`), 0),
  }));
}

/** One project as this device has it; undefined when nothing of it is here. */
export async function findDeviceProject(
  counts: CountStore,
  personId: string,
  projectId: string,
): Promise<DeviceProject | undefined> {
  return (await listDeviceProjects(counts, personId)).find((project) => project.projectId === projectId);
}

/** True when the project itself is here, so that it opens without a network. */
export function opensHere({ projectId, documents }: DeviceProject): boolean {
  return documents.includes(formatDocumentName({ kind: 'project', projectId }));
}

/** How many bytes a project's documents take on this device. */
export async function bytesOf(personId: string, { documents }: DeviceProject): Promise<number> {
  let bytes = 0;
  for (const name of documents) {
    const rows = await readCopy(personId, name).catch((error: unknown) => {
      console.warn('device-projects.size-not-read', error);
      return [];
    });
    for (const row of rows) bytes += row.length;
  }
  return bytes;
}

/** The rows of one document's copy, those included that only this tab has. */
export async function readCopy(personId: string, documentName: string): Promise<readonly Uint8Array[]> {
  const name = copyName(personId, documentName);
  const database = await CopyDatabase.open(name);
  try {
    return (await database.read(0)).updates;
  } finally {
    database.close();
  }
}

/** Removes documents of a person from this device, with the count of their edits. */
export async function removeCopies(counts: CountStore, personId: string, documents: readonly string[]): Promise<void> {
  for (const name of documents) {
    takeFromTab(copyName(personId, name));
    forgetUnsent(counts, `${personId}/${name}`);
    forgetOwnWrites(counts, `${personId}/${name}`);
    await removeDatabase(copyName(personId, name));
  }
}

async function databaseNames(): Promise<readonly string[]> {
  if (typeof indexedDB === 'undefined' || typeof indexedDB.databases !== 'function') return [];
  try {
    return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  } catch (error) {
    console.warn('device-projects.not-listed', error);
    return [];
  }
}
