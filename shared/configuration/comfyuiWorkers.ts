import { z } from 'zod';
import { address } from './variable.ts';

/** A ComfyUI to generate on: its address without a trailing slash, and its memory in GB where the list names it. */
export interface ComfyuiWorkerAddress {
  readonly url: string;
  readonly vramGb?: 12 | 16 | 24;
}

const worker = address('http:', 'https:').transform((text, context): ComfyuiWorkerAddress => {
  const url = new URL(text);
  const tier = /^#tier=(12|16|24)$/.exec(url.hash)?.[1];
  if (url.hash !== '' && tier === undefined) {
    context.addIssue({ code: 'custom', message: 'unknown tier' });
    return z.NEVER;
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  return tier === undefined ? { url: base } : { url: base, vramGb: Number(tier) as 12 | 16 | 24 };
});

/** Reads `http://host:8188#tier=24,http://other:8188`: the workers in the order given. */
export const comfyuiWorkers = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(worker).min(1));
