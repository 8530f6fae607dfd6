import { readFileSync } from 'node:fs';
import { z } from 'zod';

const inputDefinitionSchema = z.object({
  type: z.string(),
  options: z.array(z.string()).optional(),
  folder: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  multiline: z.boolean().optional(),
});

const nodeDefinitionSchema = z.object({
  module: z.string(),
  isOutput: z.boolean(),
  required: z.record(z.string(), inputDefinitionSchema),
  optional: z.record(z.string(), inputDefinitionSchema),
  outputs: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** One input of a node class: its type, limits, and the values or the model folder it offers. */
export type InputDefinition = z.infer<typeof inputDefinitionSchema>;
/** One node class: inputs, output slots in order, and whether it makes files. */
export type NodeDefinition = z.infer<typeof nodeDefinitionSchema>;
/** Node class name to definition. */
export type NodeDefinitions = Readonly<Record<string, NodeDefinition>>;

/** Reads the definitions of the node classes that the shipped pipelines use, model lists left open. */
export function loadNodeDefinitions(): NodeDefinitions {
  const text = readFileSync(new URL('./nodes.json', import.meta.url), 'utf8');
  return z.record(z.string(), nodeDefinitionSchema).parse(JSON.parse(text));
}

/** Fills the inputs that offer files of a folder with the given names (folder to file names). */
export function offerFiles(definitions: NodeDefinitions, files: Readonly<Record<string, string[]>>): NodeDefinitions {
  const fill = (inputs: NodeDefinition['required']): NodeDefinition['required'] =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => {
        const offered = input.folder === undefined ? undefined : files[input.folder];
        return [name, offered === undefined ? input : { ...input, options: offered }];
      }),
    );
  return Object.fromEntries(
    Object.entries(definitions).map(([name, node]) => [
      name,
      { ...node, required: fill(node.required), optional: fill(node.optional) },
    ]),
  );
}
