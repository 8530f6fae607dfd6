import { nodeType } from './catalogue.ts';
import type { FieldDefinition } from './nodeType.ts';
import type { GraphNode } from './graph.ts';

/** Reads a text or line field with its default: '' when the type has none. */
export function textField(node: GraphNode, name: string): string {
  const value = node.fields[name];
  if (typeof value === 'string') return value;
  const definition = fieldDefinition(node.type, name);
  return definition && 'default' in definition ? String(definition.default) : '';
}

/** Reads a number field within its limits, or its default when what is stored is no number within them. */
export function numberField(node: GraphNode, name: string): number {
  const value = node.fields[name];
  const definition = fieldDefinition(node.type, name);
  if (definition?.kind !== 'number') return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  const isWithin = typeof value === 'number' && value >= definition.min && value <= definition.max;
  return isWithin ? value : definition.default;
}

/** Reads a choice field: one of its choices, or the default. */
export function choiceField(node: GraphNode, name: string): string {
  const value = node.fields[name];
  const definition = fieldDefinition(node.type, name);
  if (definition?.kind !== 'choice') return '';
  return definition.choices.find((choice) => choice.value === value)?.value ?? definition.default;
}

/** The SHA-256 of a media field, or undefined when none is set. */
export function mediaField(node: GraphNode, name: string): string | undefined {
  const value = node.fields[name];
  if (typeof value !== 'object' || value === null || !('sha256' in value)) return undefined;
  return typeof value.sha256 === 'string' ? value.sha256 : undefined;
}

/** The definition of a field of a node type. */
export function fieldDefinition(type: string, name: string): FieldDefinition | undefined {
  return nodeType(type)?.fields.find((field) => field.name === name);
}

/** What a person calls this node: “Shot 010 · The door” or its name. */
export function nodeLabel(node: GraphNode): string {
  const name = textField(node, 'name');
  if (node.type !== 'shot') return name || (nodeType(node.type)?.label ?? node.type);
  const number = textField(node, 'number');
  return [number ? `Shot ${number}` : 'Shot', name].filter(Boolean).join(' · ');
}
