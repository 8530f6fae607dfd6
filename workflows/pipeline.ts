import type { Graph } from './graph.ts';
import type { Manifest, Tier, TierManifest } from './manifest.ts';

/** One tier of a loaded pipeline: its manifest entry and its graph. */
export type Workflow = TierManifest & { readonly graphJson: Graph };

/** A loaded pipeline: the manifest with the graph of every tier it offers. */
export type Pipeline = Omit<Manifest, 'tiers'> & { readonly tiers: Readonly<Partial<Record<Tier, Workflow>>> };
