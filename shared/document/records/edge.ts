import { isJsonObject } from '../json.ts';

/** A wire between two handles. Immutable: a wire is made and removed, never changed. */
export interface EdgeRow {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

/** Reads an edge value; undefined when a field is missing or of the wrong type. Whether its ends exist is `validEdges`. */
export function readEdge(id: string, value: unknown): EdgeRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const { source, sourceHandle, target, targetHandle } = value;
  if (typeof source !== 'string' || typeof target !== 'string') return undefined;
  if (typeof sourceHandle !== 'string' || typeof targetHandle !== 'string') return undefined;
  return Object.freeze({ id, source, sourceHandle, target, targetHandle });
}
