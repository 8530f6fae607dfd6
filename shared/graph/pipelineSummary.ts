/** A tier of quality, lowest first. */
export type TierName = 'low' | 'standard' | 'high';

/** An input of a pipeline as the browser and the graph need it. */
export interface PipelineInputSummary {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'number' | 'seed' | 'image' | 'choice';
  readonly label: string;
  readonly isRequired: boolean;
}

/** A pipeline without its workflows: what the browser may know of it. */
export interface PipelineSummary {
  readonly id: string;
  readonly version: string;
  readonly label: string;
  readonly description: string;
  readonly kind: 'image' | 'video';
  readonly inputs: readonly PipelineInputSummary[];
  readonly tiers: readonly { readonly quality: TierName; readonly minVramGb: number }[];
}

/** The pipelines that generators use when no Pipeline node is wired to them. */
export const USUAL_PIPELINES: { readonly [kind in PipelineSummary['kind']]: string } = {
  image: 'flux-text-to-image',
  video: 'wan-image-to-video',
};
