import { z } from 'zod';

/** A link to output `slot` of another node, as ComfyUI writes it: `[nodeId, slot]`. */
export type Link = [nodeId: string, slot: number];

const nodeSchema = z.object({
  class_type: z.string().min(1),
  inputs: z.record(z.string(), z.json()),
  _meta: z.object({ title: z.string() }).partial().optional(),
});

/** An API-format ComfyUI graph: node id to class and inputs. */
export const graphSchema = z.record(z.string(), nodeSchema);

/** A graph that passed the schema; posted to ComfyUI as `prompt`. */
export type Graph = z.infer<typeof graphSchema>;
/** One node of a graph. */
export type GraphNode = z.infer<typeof nodeSchema>;

/** Says whether an input's value is a link; ComfyUI reads every array as one, of whatever length. */
export function isLink(value: unknown): value is Link {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';
}
