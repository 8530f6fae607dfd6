import type { GraphNode, InputDefinition, NodeProblem } from '@studio/workflows';
import { inputConfig } from './objectInfo.ts';

/** An error as the server words it. */
export interface PromptError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** The errors of one node, with the outputs that cannot be made because of them. */
export interface NodeErrors {
  readonly errors: PromptError[];
  readonly dependent_outputs: string[];
  readonly class_type: string;
}

/** Words a problem of an input as the server does. */
export function promptErrorOf(problem: NodeProblem, node: GraphNode): PromptError {
  const { input, definition } = problem;
  const config = inputConfig(definition);
  const received = node.inputs[input];
  const about = { input_name: input, input_config: config, received_value: received };
  switch (problem.reason) {
    case 'required-input-missing':
      return error('required_input_missing', 'Required input is missing', input, { input_name: input });
    case 'bad-link':
      return error(
        'bad_linked_input',
        'Bad linked input, must be a length-2 list of [node_id, slot_index]',
        input,
        about,
      );
    case 'absent-node':
      return raised('KeyError', `'${problem.linked}'`);
    case 'absent-slot':
      return raised('IndexError', 'tuple index out of range');
    case 'type-mismatch':
      return error(
        'return_type_mismatch',
        'Return type mismatch between linked nodes',
        `${input}, received_type(${problem.received}) mismatch input_type(${definition.type})`,
        { input_name: input, input_config: config, received_type: problem.received, linked_node: problem.linked },
      );
    case 'wrong-value-type':
      return conversionError(problem.received, input, definition, about);
    case 'below-min':
      return error(
        'value_smaller_than_min',
        `Value ${problem.received} smaller than min of ${definition.min}`,
        input,
        about,
      );
    case 'above-max':
      return error(
        'value_bigger_than_max',
        `Value ${problem.received} bigger than max of ${definition.max}`,
        input,
        about,
      );
    case 'not-offered':
      return error(
        'value_not_in_list',
        'Value not in list',
        `${input}: '${shown(received)}' not in ${listOf(definition)}`,
        {
          ...about,
          input_config: null,
        },
      );
  }
}

/** Words a missing input file as LoadImage does. */
export function invalidFile(input: string, kind: string, name: string): PromptError {
  return error(
    'custom_validation_failed',
    'Custom validation failed for node',
    `${input} - Invalid ${kind} file: ${name}`,
    {
      input_name: input,
      input_config: null,
      received_value: name,
    },
  );
}

/** Builds an error body. */
export function error(
  type: string,
  message: string,
  details: string,
  extra: Readonly<Record<string, unknown>> = {},
): PromptError {
  return { type, message, details, extra_info: extra };
}

/** A value as it stands in an error text. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function raised(exceptionType: string, text: string): PromptError {
  return error('exception_during_validation', 'Exception when validating node', text, {
    exception_type: exceptionType,
    traceback: ['  File "execution.py", in validate_inputs\n'],
  });
}

function conversionError(
  value: unknown,
  input: string,
  definition: InputDefinition,
  about: Record<string, unknown>,
): PromptError {
  const python = definition.type === 'INT' ? 'int()' : 'float()';
  const reason = `invalid literal for ${python}: '${String(value)}'`;
  return error(
    'invalid_input_type',
    `Failed to convert an input value to a ${definition.type} value`,
    `${input}, ${String(value)}, ${reason}`,
    { ...about, exception_message: reason },
  );
}

function listOf(definition: InputDefinition): string {
  const options = definition.options ?? [];
  if (options.length > 20) return `(list of length ${options.length})`;
  return `[${options.map((option) => `'${option}'`).join(', ')}]`;
}
