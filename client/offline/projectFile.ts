import { manifestSchema, PROJECT_FILE_BYTES } from '@studio/shared/api';
import { formatDocumentName, parseDocumentName, projectManifest, type ProjectManifest } from '@studio/shared/document';
import { fail, ok, type Result } from '@studio/shared/result';
import * as Y from 'yjs';
import { z } from 'zod';

const FORMAT = 'production-canvas/project';

/**
 * A project as a file. `manifest` is the whole canvas and cut as readable JSON: a new project is made from it. `documents`
 * holds each document by its name as one Yjs update in base64, for programs that want every edit; notes are in there alone.
 */
export interface ProjectFile {
  readonly format: typeof FORMAT;
  readonly version: 1;
  readonly title: string;
  readonly projectId: string;
  /** An ISO 8601 time. */
  readonly savedAt: string;
  readonly savedBy: string;
  /** Absent when only notes were saved. */
  readonly manifest?: ProjectManifest;
  readonly documents: { readonly [documentName: string]: string };
}

const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  title: z.string().min(1).max(200),
  projectId: z.string(),
  manifest: manifestSchema.optional(),
});

/** Whose project is saved, and when (milliseconds since 1970). */
export interface FileHead {
  readonly title: string;
  readonly projectId: string;
  readonly savedBy: string;
  readonly at: number;
}

/** Writes a project file from documents, each one Yjs update. */
export function writeProjectFile(head: FileHead, documents: ReadonlyMap<string, Uint8Array>): ProjectFile {
  const state = documents.get(formatDocumentName({ kind: 'project', projectId: head.projectId }));
  return {
    format: FORMAT,
    version: 1,
    title: head.title,
    projectId: head.projectId,
    savedAt: new Date(head.at).toISOString(),
    savedBy: head.savedBy,
    ...(state ? { manifest: manifestOf(state) } : {}),
    documents: Object.fromEntries([...documents].map(([name, update]) => [name, toBase64(update)])),
  };
}

/** The canvas and cut of a project document that is given as one Yjs update. */
export function manifestOf(state: Uint8Array): ProjectManifest {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const manifest = projectManifest(doc);
  doc.destroy();
  return manifest;
}

/** What a new project is made from. */
export interface FileContent {
  readonly title: string;
  readonly projectId: string;
  readonly manifest: ProjectManifest;
}

/** Reads a project file that somebody chose; anything may be in it. */
export function readProjectFile(text: string): Result<FileContent, 'no-project'> {
  if (text.length > PROJECT_FILE_BYTES)
    return fail('no-project', 'This file is too large for a project (16 MB at most).');
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return fail(
      'no-project',
      'This is no project file. Choose one that was downloaded here; its name ends in .canvas.json.',
    );
  }
  const { title, projectId, manifest } = parsed.data;
  if (!manifest) return fail('no-project', 'This file holds notes alone, no canvas: no project can be made from it.');
  return ok({ title, projectId, manifest: manifest as unknown as ProjectManifest });
}

/** The name under which a project file is saved. */
export function fileName(title: string, at: number): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${plain || 'project'}-${new Date(at).toISOString().slice(0, 10)}.canvas.json`;
}

/** Hands a project file to the browser's downloads. */
export function downloadProjectFile(file: ProjectFile): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, undefined, 1)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(file.title, Date.parse(file.savedAt));
  link.click();
  // The download has begun by then; a URL that is let go at once never starts in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** True for the document that holds canvas and cut. */
export function isProjectDocument(documentName: string): boolean {
  const parsed = parseDocumentName(documentName);
  return parsed.ok && parsed.value.kind === 'project';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
