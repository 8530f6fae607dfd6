import { nodeLabel } from '@studio/shared/graph';
import type { Manifest } from './projectManifestView.ts';

/** What a person calls a node of a manifest; a removed one is looked up in the other state. */
export function labelOf(manifest: Manifest, id: string, other?: Manifest): string {
  const node = manifest.nodes[id] ?? other?.nodes[id];
  return node ? nodeLabel({ id, type: node.type, fields: node.fields }) : 'A removed shot';
}

/** `1 wire`, `2 wires`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
