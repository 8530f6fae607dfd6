import type { ModelFile } from '@studio/workflows';

/** What a loaded model is worth: its name and the bytes it keeps in VRAM. */
export interface LoadedModel {
  readonly name: string;
  readonly bytes: number;
}

/** The memory of a simulated GPU: which models are resident and whether the next one fits. */
export class GraphicsMemory {
  readonly totalBytes: number;
  #resident: LoadedModel[] = [];

  constructor(totalBytes: number) {
    this.totalBytes = totalBytes;
  }

  get freeBytes(): number {
    return this.totalBytes - this.#residentBytes();
  }

  /** The names of the resident models, least recently used first. */
  get residentNames(): readonly string[] {
    return this.#resident.map((model) => model.name);
  }

  /** Makes a model resident beside `workBytes` of working memory, dropping others; false when it can never fit. */
  load(model: LoadedModel, workBytes: number): boolean {
    if (model.bytes + workBytes > this.totalBytes) return false;
    this.#resident = [...this.#resident.filter((other) => other.name !== model.name), model];
    while (this.#residentBytes() + workBytes > this.totalBytes) this.#resident.shift();
    return true;
  }

  has(name: string): boolean {
    return this.#resident.some((model) => model.name === name);
  }

  unloadAll(): void {
    this.#resident = [];
  }

  #residentBytes(): number {
    return this.#resident.reduce((sum, model) => sum + model.bytes, 0);
  }
}

/** The bytes a model file keeps in VRAM: half of a 16-bit file when the loader casts it to fp8. */
export function residentBytes(file: ModelFile, weightType: string): number {
  const bytes = file.residentBytes ?? file.sizeBytes;
  return weightType.startsWith('fp8') && !file.name.includes('fp8') ? Math.ceil(bytes / 2) : bytes;
}

// A sampler's activations grow with the pixels of all frames; measured roughly as bytes a pixel.
const STILL_BYTES_PER_PIXEL = 400;
const CLIP_BYTES_PER_PIXEL = 80;

/** The working memory in bytes that sampling a picture or clip of this size takes beside its model. */
export function workBytes(width: number, height: number, frames: number): number {
  return width * height * (frames > 1 ? frames * CLIP_BYTES_PER_PIXEL : STILL_BYTES_PER_PIXEL);
}
