import type { InputDefinition, NodeDefinition, NodeDefinitions } from '@studio/workflows';

/** The body of `/object_info`: classes of the first generation list their choices in the type's place, later ones as COMBO. */
export function objectInfo(definitions: NodeDefinitions, inputFiles: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, node]) => [name, classInfo(name, node, inputFiles)]),
  );
}

function classInfo(name: string, node: NodeDefinition, inputFiles: readonly string[]): Record<string, unknown> {
  const isOldStyle = node.module === 'nodes';
  const describe = (inputs: NodeDefinition['required']): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(inputs).map(([input, definition]) => {
        const offered = definition.folder === 'input' ? { ...definition, options: [...inputFiles] } : definition;
        return [input, inputConfig(offered, isOldStyle)];
      }),
    );
  return {
    input: { required: describe(node.required), optional: describe(node.optional), hidden: {} },
    input_order: { required: Object.keys(node.required), optional: Object.keys(node.optional) },
    is_input_list: false,
    output: node.outputs.map((output) => output.type),
    output_is_list: node.outputs.map(() => false),
    output_name: node.outputs.map((output) => output.name),
    name,
    display_name: name,
    description: '',
    python_module: node.module,
    category: 'simulated',
    output_node: node.isOutput,
    has_intermediate_output: false,
    search_aliases: [],
  };
}

/** One input as the server prints it: `[type, settings]`, or `[[choices], settings]` in the old style. */
export function inputConfig(definition: InputDefinition, isOldStyle = true): unknown[] {
  const { type, options, folder: _folder, ...settings } = definition;
  if (type !== 'COMBO') return [type, settings];
  return isOldStyle ? [options ?? [], settings] : ['COMBO', { ...settings, options: options ?? [] }];
}
