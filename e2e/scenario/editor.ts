import type { OpenDocument, StudioClient } from '@studio/infra/testing';
import { type LedgerTables, ledgerTables, type ProjectTables, projectTables } from '@studio/shared/document';
import * as Y from 'yjs';
import { waitFor, within } from './waiting.ts';

/** A person at work on a project: its documents open as the browser has them open, without the browser. */
export interface Editor extends ProjectTables, LedgerTables {
  readonly client: StudioClient;
  readonly projectId: string;
  readonly project: Y.Doc;
  readonly ledger: Y.Doc;
  /** Resolves when all that was written so far is acknowledged; throws when that takes too long. */
  saved(): Promise<void>;
  /** Leaves the studio; the documents stay readable. */
  leave(): void;
}

/** Opens a project as a person. */
export async function openEditor(client: StudioClient, projectId: string): Promise<Editor> {
  const open = (name: string): Promise<OpenDocument> => within(`${client.name} to open ${name}`, client.open(name));
  const project = await open(`project/${projectId}`);
  const ledger = await open(`project/${projectId}/ledger`);
  return {
    ...projectTables(project.doc),
    ...ledgerTables(ledger.doc),
    client,
    projectId,
    project: project.doc,
    ledger: ledger.doc,
    saved: () => within(`the edits of ${client.name} to be acknowledged`, project.saved(), 60_000),
    leave: () => {
      project.close();
      ledger.close();
    },
  };
}

/** Brings what somebody wrote before they left, acknowledged or not, as a browser brings it that was closed offline. */
export function bringBack(from: Editor, to: Editor): void {
  Y.applyUpdate(to.project, Y.encodeStateAsUpdate(from.project));
}

/** Waits until two replicas hold the same; they have then seen each other's edits. */
export async function agree(one: Editor, other: Editor): Promise<void> {
  await Promise.all([one.saved(), other.saved()]);
  const isSame = (a: Y.Doc, b: Y.Doc) => Buffer.from(Y.encodeStateVector(a)).equals(Y.encodeStateVector(b));
  const look = () => isSame(one.project, other.project) && isSame(one.ledger, other.ledger);
  await waitFor(`${one.client.name} and ${other.client.name} to see the same`, () => look() || undefined);
}
