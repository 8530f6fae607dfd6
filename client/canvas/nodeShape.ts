import { nodeType } from '@studio/shared/graph';

/** The size of a node's face and where its handles sit, in canvas pixels from its top left. */
export interface NodeShape {
  readonly width: number;
  readonly height: number;
  /** Centres of the inputs, by the order of the catalogue. */
  readonly inputTops: readonly number[];
  readonly outputTops: readonly number[];
}

const SIZES: { readonly [type: string]: readonly [width: number, height: number] } = {
  shot: [240, 208],
  'generate.image': [240, 240],
  'generate.video': [240, 240],
  'asset.character': [176, 172],
  'asset.style': [176, 172],
  'asset.location': [176, 172],
  pipeline: [208, 72],
  assembler: [240, 208],
  note: [208, 128],
};
const UNKNOWN_SIZE = [208, 72] as const;
const FIRST_HANDLE_TOP = 48;
const HANDLE_STEP = 22;

const shapes = new Map<string, NodeShape>();

/** The shape of a type. Sizes are fixed, so that nothing jumps when a picture arrives and wires to nodes out of sight are known. */
export function nodeShape(type: string): NodeShape {
  let shape = shapes.get(type);
  if (!shape) {
    const [width, height] = SIZES[type] ?? UNKNOWN_SIZE;
    const { inputs = [], outputs = [] } = nodeType(type) ?? {};
    const first = Math.min(FIRST_HANDLE_TOP, height / 2);
    const tops = (count: number) => Array.from({ length: count }, (_none, index) => first + index * HANDLE_STEP);
    shape = Object.freeze({ width, height, inputTops: tops(inputs.length), outputTops: tops(outputs.length) });
    shapes.set(type, shape);
  }
  return shape;
}
