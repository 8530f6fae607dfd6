import type { MediaReference } from '@studio/shared/document';

/** The text that stands in the tree for bytes that Git LFS keeps: version, hash and size, in the one canonical form. */
export function lfsPointer(media: MediaReference): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${media.sha256}\nsize ${media.bytes}\n`;
}

/** Where an LFS object lies below a repository's `lfs/objects`. */
export function lfsObjectPath(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
