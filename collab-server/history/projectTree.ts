import {
  canonicalJson,
  isId,
  type Json,
  type MediaReference,
  projectManifest,
  readMedia,
  readNode,
  readRows,
  rootMap,
  type TakeRow,
} from '@studio/shared/document';
import type * as Y from 'yjs';
import { lfsPointer } from './lfsPointer.ts';

/** A file of the repository. */
export interface TreeFile {
  readonly path: string;
  readonly text: string;
}

/** What a snapshot holds: text files, LFS pointers among them, and the media that these point to. */
export interface ProjectTree {
  readonly manifestText: string;
  readonly files: readonly TreeFile[];
  readonly media: readonly MediaReference[];
}

const MEDIA_ENDINGS = [
  'mp4',
  'mov',
  'webm',
  'png',
  'jpg',
  'jpeg',
  'webp',
  'wav',
  'flac',
  'mp3',
  'ogg',
  'exr',
  'tif',
  'psd',
];
const GIT_ATTRIBUTES = MEDIA_ENDINGS.map((ending) => `*.${ending} filter=lfs diff=lfs merge=lfs -text\n`).join('');
const GIT_IGNORE = '05_Cache/\n.DS_Store\nThumbs.db\n';

/**
 * Lays out a project as a working copy of the film: the manifest, its Takes by shot, its references and its exports. Any
 * editor may write any hash as a reference: one that the project does not hold stays a name in the manifest.
 */
export function projectTree(
  project: Y.Doc,
  takes: readonly TakeRow[],
  holdsBlob: (sha256: string) => boolean,
): ProjectTree {
  const manifestText = canonicalJson(manifestWithTakes(project, takes));
  const media = new Map<string, MediaReference>();
  const files = new Map<string, string>([
    ['.gitattributes', GIT_ATTRIBUTES],
    ['.gitignore', GIT_IGNORE],
    ['project.json', manifestText],
  ]);
  const add = (path: string, reference: MediaReference) => {
    media.set(reference.sha256, reference);
    files.set(files.has(path) ? withHash(path, reference.sha256) : path, lfsPointer(reference));
  };
  for (const take of [...takes].sort((a, b) => (a.id < b.id ? -1 : 1))) add(pathOfTake(take), take.media);
  for (const [name, reference] of referencesOf(project)) {
    if (holdsBlob(reference.sha256)) add(`01_Assets/Images/${name}`, reference);
  }
  return { manifestText, media: [...media.values()], files: [...files].map(([path, text]) => ({ path, text })) };
}

function manifestWithTakes(project: Y.Doc, takes: readonly TakeRow[]): Json {
  const rows = takes.map((take) => [
    take.id,
    {
      name: take.name,
      slotId: take.slotId,
      kind: take.kind,
      sha256: take.media.sha256,
      bytes: take.media.bytes,
      madeBy: take.madeBy.name,
    },
  ]);
  return {
    ...(projectManifest(project) as unknown as { [name: string]: Json }),
    takes: Object.fromEntries(rows) as Json,
  };
}

function pathOfTake(take: TakeRow): string {
  if (take.kind === 'film') return `06_Exports/${take.name}`;
  const folder = take.name.split('_')[0] ?? 'Takes';
  return `03_Renders/${folder}/${take.name}`;
}

function referencesOf(project: Y.Doc): [string, MediaReference][] {
  // What an editor stored names files and folders here: only a whole reference with a plain ending does.
  return [...readRows(rootMap(project, 'nodes'), readNode).values()].flatMap(({ id, fields }) => {
    const reference = readMedia(fields['reference']);
    const [ending = 'bin'] = /(?<=^image\/)[a-z0-9]+$/.exec(reference?.mime ?? '') ?? [];
    return reference && isId(id) ? [[`${id}.${ending}`, reference]] : [];
  });
}

function withHash(path: string, sha256: string): string {
  const dot = path.lastIndexOf('.');
  return `${path.slice(0, dot)}-${sha256.slice(0, 8)}${path.slice(dot)}`;
}
