import type { TakeRow } from '@studio/shared/document';

const bytesOf = (mime: string) => ({ sha256: crypto.randomUUID().replaceAll('-', '').repeat(2), mime, bytes: 412_873 });

/** A still as the job-runner adds it: the hashes are of no bytes, and as hard to compress as real ones. */
export function takeOf(intentId: string, nodeId: string): TakeRow {
  return {
    id: `${intentId}.0`,
    intentId,
    nodeId,
    slotId: nodeId,
    kind: 'image',
    name: 'Still 010 v1',
    version: 1,
    number: 1,
    media: bytesOf('image/png'),
    width: 1024,
    height: 576,
    frames: 1,
    rate: { num: 24, den: 1 },
    hasAudio: false,
    thumbnail: bytesOf('image/webp'),
    filmstrip: null,
    waveform: null,
    quality: 'low',
    notice: '',
    recipe: {
      pipelineId: 'flux-image',
      pipelineVersion: '1.0.0',
      prompt: 'A wide view of the harbour at dawn, number 12',
      seed: 48_271,
      parameters: { steps: 8 },
      worker: 'gpu-1',
      workflowSha256: bytesOf('').sha256,
    },
    madeBy: { id: 'person-1', name: 'person-1' },
    madeAt: 1,
  };
}
