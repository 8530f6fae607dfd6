import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SnapshotEntry } from '@studio/shared/api';
import { expect } from 'vitest';
import type { Editor } from './editor.ts';

/** Makes a snapshot by name and expects the API to list it. */
export async function takeSnapshot(editor: Editor, name: string): Promise<SnapshotEntry> {
  const path = `/projects/${editor.projectId}/snapshots`;
  const { snapshot } = await editor.client.call<{ snapshot: SnapshotEntry | null }>('POST', path, { name });
  if (!snapshot) throw new Error(`There was nothing to keep as “${name}”.`);
  const listed = await editor.client.call<SnapshotEntry[]>('GET', path);
  expect(listed.map(({ oid }) => oid)).toContain(snapshot.oid);
  return snapshot;
}

/** Expects git and Git LFS to find a project's repository whole, its newest commit to be `snapshot`, and every Take in it. */
export async function expectCleanRepository(
  dataFolder: string,
  editor: Editor,
  snapshot: SnapshotEntry,
): Promise<void> {
  const folder = join(dataFolder, 'repositories', `${editor.projectId}.git`);
  const git = async (...args: string[]) => {
    const { stdout, stderr } = await promisify(execFile)('git', ['-C', folder, ...args]);
    return { stdout, stderr };
  };
  const log = (await git('log', '--format=%H|%s')).stdout.trim().split('\n');
  expect(log[0]).toBe(`${snapshot.oid}|${snapshot.name}`);
  expect((await git('fsck', '--strict', '--full')).stdout).toBe('');
  expect((await git('lfs', 'fsck')).stdout).toContain('Git LFS fsck OK');
  const pointers = (await git('lfs', 'ls-files', '--long', 'main')).stdout;
  for (const take of editor.takes.rows().values()) {
    expect(pointers).toContain(take.media.sha256);
    expect(pointers).toContain(take.name);
  }
}
