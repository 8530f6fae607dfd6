import type { Json } from '@studio/shared/document';

/** A node of a manifest. */
export interface ManifestNode {
  readonly type: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly fields: { readonly [name: string]: Json };
  readonly texts: { readonly [name: string]: string };
}

/** A clip of a manifest. */
export interface ManifestClip {
  readonly id: string;
  readonly shotId: string;
  readonly trimInFrames: number;
  readonly durationFrames: number;
  readonly dissolveFrames: number;
}

/** A Take of a manifest: its name and where its bytes are. */
export interface ManifestTake {
  readonly name: string;
  readonly slotId: string;
  readonly kind: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly madeBy: string;
}

/** `project.json` as history reads it: what `projectManifest` writes, and the Takes of the ledger. */
export interface Manifest {
  readonly meta: { readonly [name: string]: Json };
  readonly nodes: { readonly [id: string]: ManifestNode };
  readonly edges: { readonly [id: string]: Json };
  readonly selections: { readonly [slotId: string]: string };
  readonly clips: readonly ManifestClip[];
  readonly takes: { readonly [id: string]: ManifestTake };
}

/** A project with nothing in it: what the first snapshot is compared with. */
export const EMPTY_MANIFEST: Manifest = { meta: {}, nodes: {}, edges: {}, selections: {}, clips: [], takes: {} };

/** Reads a `project.json` that this server wrote; parts of other versions that are missing read as empty. */
export function parseManifest(text: string): Manifest {
  return { ...EMPTY_MANIFEST, ...(JSON.parse(text) as Partial<Manifest>) };
}
