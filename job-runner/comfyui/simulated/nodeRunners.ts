import sharp from 'sharp';
import { loadModel, sample } from './sampleNode.ts';
import { RaisedByNode } from './nodeFailure.ts';
import type { NodeRunner } from './nodeRunner.ts';
import { saveClip, savePictures } from './saveNodes.ts';
import { type Conditioning, decodeLatent, type Frames, type Latent, stillFrames } from './simulatedValues.ts';

const numberOf = (value: unknown): number => Number(value);

const emptyPicture: NodeRunner = async (inputs) => ({
  values: [
    {
      width: Math.floor(numberOf(inputs['width']) / 16) * 16,
      height: Math.floor(numberOf(inputs['height']) / 16) * 16,
      length: 1,
    } satisfies Latent,
  ],
});

const emptyClip = (inputs: Readonly<Record<string, unknown>>): Latent => {
  const start = inputs['start_image'] as Frames | undefined;
  return {
    width: numberOf(inputs['width']),
    height: numberOf(inputs['height']),
    length: Math.floor((numberOf(inputs['length']) - 1) / 4) * 4 + 1,
    ...(start ? { start } : {}),
  };
};

const loadImage: NodeRunner = async (inputs, context) => {
  const bytes = context.files.readInput(String(inputs['image']));
  if (!bytes) throw new RaisedByNode('FileNotFoundError', `Invalid image file: ${String(inputs['image'])}`);
  const { data, info } = await sharp(bytes, { limitInputPixels: 100_000_000 })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { width: info.width, height: info.height, rgb: new Uint8Array(data) };
  return { values: [stillFrames(picture), undefined] };
};

const passModel: NodeRunner = async (inputs) => ({ values: [inputs['model']] });

/** The behaviour of each node class that the simulated worker knows. */
export const NODE_RUNNERS: Readonly<Record<string, NodeRunner>> = {
  CheckpointLoaderSimple: async (inputs, context) => {
    const model = await loadModel(context, 'checkpoints', String(inputs['ckpt_name']), 'default');
    return { values: [model, undefined, undefined] };
  },
  UNETLoader: async (inputs, context) => {
    const weightType = String(inputs['weight_dtype']);
    return { values: [await loadModel(context, 'diffusion_models', String(inputs['unet_name']), weightType)] };
  },
  DualCLIPLoader: async () => ({ values: [undefined] }),
  CLIPLoader: async () => ({ values: [undefined] }),
  VAELoader: async () => ({ values: [undefined] }),
  ModelSamplingSD3: passModel,
  CLIPTextEncode: async (inputs) => ({ values: [{ text: String(inputs['text']) } satisfies Conditioning] }),
  ConditioningZeroOut: async () => ({ values: [{ text: '' } satisfies Conditioning] }),
  FluxGuidance: async (inputs) => ({ values: [inputs['conditioning']] }),
  EmptySD3LatentImage: emptyPicture,
  Wan22ImageToVideoLatent: async (inputs) => ({ values: [emptyClip(inputs)] }),
  WanImageToVideo: async (inputs) => ({ values: [inputs['positive'], inputs['negative'], emptyClip(inputs)] }),
  LoadImage: loadImage,
  KSampler: (inputs, context) => sample({ ...inputs, from: 0, to: inputs['steps'] }, context),
  KSamplerAdvanced: (inputs, context) => {
    const steps = numberOf(inputs['steps']);
    const from = Math.min(numberOf(inputs['start_at_step']), steps);
    const to = Math.min(numberOf(inputs['end_at_step']), steps);
    const seed = inputs['add_noise'] === 'enable' ? inputs['noise_seed'] : undefined;
    return sample({ ...inputs, seed, from, to }, context);
  },
  VAEDecode: async (inputs) => ({ values: [decodeLatent(inputs['samples'] as Latent)] }),
  CreateVideo: async (inputs) => ({ values: [{ frames: inputs['images'], fps: numberOf(inputs['fps']) }] }),
  SaveImage: (inputs, context) => savePictures(inputs, context, 'output'),
  PreviewImage: (inputs, context) => savePictures({ ...inputs, filename_prefix: 'preview' }, context, 'temp'),
  SaveVideo: saveClip,
};
