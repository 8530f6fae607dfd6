import type { InputDefinition, NodeDefinition, NodeDefinitions } from '@studio/workflows';
import { z } from 'zod';

const inputsSchema = z.record(z.string(), z.array(z.unknown())).catch({});
const classSchema = z.object({
  input: z.object({ required: inputsSchema.optional(), optional: inputsSchema.optional() }).catch({}),
  output: z.array(z.unknown()).catch([]),
  output_name: z.array(z.unknown()).catch([]),
  output_node: z.boolean().catch(false),
  python_module: z.string().catch(''),
});

/** Reads `/object_info` into node definitions; choices come in two shapes, and what is not understood is left unchecked. */
export function readObjectInfo(body: unknown): NodeDefinitions {
  const classes = z.record(z.string(), z.unknown()).catch({}).parse(body);
  const definitions: Record<string, NodeDefinition> = {};
  for (const [name, description] of Object.entries(classes)) {
    const parsed = classSchema.safeParse(description);
    if (parsed.success) definitions[name] = definitionOf(parsed.data);
  }
  return definitions;
}

function definitionOf(found: z.infer<typeof classSchema>): NodeDefinition {
  const inputs = (side: Record<string, unknown[]> | undefined): NodeDefinition['required'] =>
    Object.fromEntries(Object.entries(side ?? {}).map(([name, config]) => [name, inputOf(config)]));
  return {
    module: found.python_module,
    isOutput: found.output_node,
    required: inputs(found.input.required),
    optional: inputs(found.input.optional),
    outputs: found.output.map((type, slot) => ({
      type: typeof type === 'string' ? type : '*',
      name: String(found.output_name[slot] ?? type),
    })),
  };
}

const settingsSchema = z.object({
  default: z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined),
  min: z.number().optional().catch(undefined),
  max: z.number().optional().catch(undefined),
  options: z.array(z.unknown()).optional().catch(undefined),
});

function inputOf([type, rawSettings]: unknown[]): InputDefinition {
  const settings = settingsSchema.catch({}).parse(rawSettings ?? {});
  const choices = Array.isArray(type) ? type : settings.options;
  const options = choices?.every((choice) => typeof choice === 'string') ? { options: choices } : {};
  return {
    // Unions and wildcards of newer nodes are accepted as any type: the worker itself has the last word.
    type: Array.isArray(type) ? 'COMBO' : typeof type === 'string' && !/[,*]|_V3$/.test(type) ? type : '*',
    ...options,
    ...(settings.default === undefined ? {} : { default: settings.default }),
    ...(settings.min === undefined ? {} : { min: settings.min }),
    ...(settings.max === undefined ? {} : { max: settings.max }),
  };
}
