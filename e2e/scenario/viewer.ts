import { randomUUID } from 'node:crypto';
import { joinStudio, type StudioClient } from '@studio/infra/testing';
import { addNode } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect } from 'vitest';
import type { Editor } from './editor.ts';
import { waitFor, within } from './waiting.ts';

/** A viewer reads the film and writes: the write is refused with its reason, reaches nobody, and the API refuses them too. */
export async function expectViewerMayOnlyRead(owner: StudioClient, editor: Editor): Promise<void> {
  const { projectId } = editor;
  const viewer = await joinStudio(owner, { name: 'A viewer', role: 'viewer', projectId });
  const project = await within('a viewer to open the project', viewer.open(`project/${projectId}`));
  const reasons: string[] = [];
  project.provider.on('authenticationFailed', ({ reason }: { reason: string }) => reasons.push(reason));
  expect([...project.doc.getMap('nodes').keys()].sort()).toEqual([...editor.nodes.rows().keys()].sort());
  const forbidden = randomUUID();
  unwrap(addNode(project.doc, { id: forbidden, type: 'note', position: { x: 0, y: 0 }, texts: { text: 'Mine' } }));
  await waitFor('the viewer’s write to be refused', () => reasons.length > 0 || undefined);
  expect(reasons).toContain('read-only');
  await expect(viewer.call('POST', `/projects/${projectId}/snapshots`, { name: 'Mine' })).rejects.toThrow(/ 403/);
  project.close();
  const again = await within('the project to be read again', viewer.open(`project/${projectId}`));
  expect(again.doc.getMap('nodes').has(forbidden)).toBe(false);
  expect(editor.nodes.row(forbidden)).toBeUndefined();
  again.close();
}
