import type { ProjectManifest } from '@studio/shared/document';

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
export interface Manifest extends Pick<ProjectManifest, 'nodes' | 'edges' | 'selections' | 'clips'> {
  readonly meta: Partial<ProjectManifest['meta']>;
  readonly takes: { readonly [id: string]: ManifestTake };
}

/** A project with nothing in it: what the first snapshot is compared with. */
export const EMPTY_MANIFEST: Manifest = { meta: {}, nodes: {}, edges: {}, selections: {}, clips: [], takes: {} };

/** Reads a `project.json` that this server wrote; parts of other versions that are missing read as empty. */
export function parseManifest(text: string): Manifest {
  return { ...EMPTY_MANIFEST, ...(JSON.parse(text) as Partial<Manifest>) };
}
