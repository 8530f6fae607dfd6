import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { residentBytes, workBytes } from './graphicsMemory.ts';
import { badModelFile, outOfMemory } from './nodeFailure.ts';
import type { NodeContext, NodeOutcome } from './nodeRunner.ts';
import { seededRandom } from './painter/noise.ts';
import type { Picture } from './painter/paintPicture.ts';
import { type Conditioning, decodeLatent, firstOf, type Latent } from './simulatedValues.ts';

/** A model on a MODEL link: its file and what it keeps in VRAM. */
interface SimulatedModel {
  readonly name: string;
  readonly bytes: number;
  readonly loadMs: number;
}

const LOAD_MS_PER_GB = 140;
const STILL_STEP_MS_PER_MEGAPIXEL = 260;
const CLIP_STEP_MS_PER_MEGAPIXEL_FRAME = 13;
const PREVIEW_WIDTH = 384;

/** Opens a model file; the weights move to the GPU when a sampler first needs them. */
export async function loadModel(
  context: NodeContext,
  folder: string,
  name: string,
  weightType: string,
): Promise<SimulatedModel> {
  const file = context.modelNamed(folder, name);
  if (context.faults.badModelNext) {
    context.faults.badModelNext = false;
    throw badModelFile();
  }
  return {
    name: file.name,
    bytes: residentBytes(file, weightType),
    loadMs: (file.sizeBytes / 1e9) * LOAD_MS_PER_GB,
  };
}

/** Samples: loads the model if it is not resident, then steps with progress and previews. */
export async function sample(inputs: Readonly<Record<string, unknown>>, context: NodeContext): Promise<NodeOutcome> {
  const model = inputs['model'] as SimulatedModel;
  const latent = inputs['latent_image'] as Latent;
  const text = (inputs['positive'] as Conditioning).text;
  await placeModel(model, latent, context);
  const seed = inputs['seed'] === undefined ? (latent.sampled?.seed ?? 0) : Number(inputs['seed']);
  const sampled: Latent = { ...latent, sampled: { text, seed } };
  const [from, to] = [Number(inputs['from']), Number(inputs['to'])];
  const preview = context.wantsPreviews ? await previewPicture(sampled) : undefined;
  const total = Number(inputs['steps']);
  for (let step = from; step < to; step += 1) {
    await context.pause(stepMs(latent));
    // A hung sampler neither reports nor looks at interrupts; only the death of the process ends it.
    while (context.faults.stuckSampler) await wait(20);
    if (preview) context.sendPreview(await encodePreview(preview, (step + 1) / total, seed + step));
    context.reportProgress(step + 1 - from, to - from);
  }
  return { values: [sampled] };
}

async function placeModel(model: SimulatedModel, latent: Latent, context: NodeContext): Promise<void> {
  const work = workBytes(latent.width, latent.height, latent.length);
  const wasResident = context.memory.has(model.name);
  const isForced = context.faults.outOfMemoryNext;
  context.faults.outOfMemoryNext = false;
  if (isForced || !context.memory.load({ name: model.name, bytes: model.bytes }, work)) {
    context.memory.unloadAll();
    throw outOfMemory(model.bytes + work, context.memory.totalBytes);
  }
  await context.pause(wasResident ? model.loadMs / 20 : model.loadMs);
}

function stepMs({ width, height, length }: Latent): number {
  const megapixels = (width * height) / 1e6;
  return length > 1 ? megapixels * length * CLIP_STEP_MS_PER_MEGAPIXEL_FRAME : megapixels * STILL_STEP_MS_PER_MEGAPIXEL;
}

async function previewPicture(latent: Latent): Promise<Picture> {
  const scale = PREVIEW_WIDTH / latent.width;
  const size = { width: PREVIEW_WIDTH, height: Math.max(16, Math.round(latent.height * scale)) };
  if (!latent.start) return firstOf(decodeLatent({ ...latent, ...size, length: 1 }));
  const start = await firstOf(latent.start);
  const raw = { width: start.width, height: start.height, channels: 3 } as const;
  const rgb = await sharp(start.rgb, { raw }).resize(size.width, size.height, { fit: 'cover' }).raw().toBuffer();
  return { ...size, rgb: new Uint8Array(rgb) };
}

/** A half-denoised look: noise over a blurred picture, both going away as `done` (0..1) grows. */
async function encodePreview(picture: Picture, done: number, seed: number): Promise<Buffer> {
  const random = seededRandom(seed);
  const left = (1 - done) ** 1.5;
  const noisy = picture.rgb.map((value) => value * (1 - left) + random() * 255 * left);
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const blur = 0.3 + (1 - done) * 4;
  return sharp(noisy, { raw }).blur(blur).jpeg({ quality: 70 }).toBuffer();
}
