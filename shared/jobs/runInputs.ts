import { canonicalJson, type Json, type SeenInputs } from '../document/index.ts';
import { sha256Hex } from '../sha256.ts';

/** Everything that decides what a run makes, by the name of its part; a name is for ever, for intents store it. */
export type RunInputs = { readonly [part in InputPart]?: Json };

const PART_WORDS = {
  prompt: 'prompt',
  characters: 'characters',
  location: 'location',
  style: 'style',
  startImage: 'first frame',
  pipeline: 'pipeline',
  quality: 'quality',
  length: 'length',
  slot: 'shot it is for',
  filmSize: 'film size',
  frameRate: 'frame rate',
  cut: 'order and trims of the cut',
  takes: 'Takes in the cut',
} as const;

/** The name of a part of a run's inputs. */
export type InputPart = keyof typeof PART_WORDS;

/** Hex digits of a part's own digest: enough to tell which part changed, which is all it is for. */
const PART_DIGITS = 6;

/**
 * Takes the fingerprint of a run's inputs, which an intent stores as what its person saw: the SHA-256 of their canonical
 * JSON, and a short digest of each part, so that a change can be named without the inputs being kept.
 */
export function hashInputs(inputs: RunInputs): SeenInputs {
  const whole: { [part: string]: Json } = {};
  const parts: { [part: string]: string } = {};
  for (const [part, value] of Object.entries(inputs)) {
    whole[part] = value;
    parts[part] = sha256Hex(canonicalJson(value)).slice(0, PART_DIGITS);
  }
  return { hash: sha256Hex(canonicalJson(whole)), parts };
}

/** The parts that differ between what a person saw and what is now; empty when the hashes are equal. */
export function changedParts(seen: SeenInputs, now: SeenInputs): readonly string[] {
  if (seen.hash === now.hash) return [];
  const names = new Set([...Object.keys(seen.parts), ...Object.keys(now.parts)]);
  return [...names].filter((part) => seen.parts[part] !== now.parts[part]).sort();
}

/** Parts in words, such as `prompt, first frame`; what a later version names is left as it is. */
export function partWords(parts: readonly string[]): string {
  return parts.map((part) => (Object.hasOwn(PART_WORDS, part) ? PART_WORDS[part as InputPart] : part)).join(', ');
}
