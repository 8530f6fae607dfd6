import type { Json } from './json.ts';

/**
 * Serialises JSON so that equal values give equal bytes: keys sorted by UTF-16 code unit, two-space indent, one key a
 * line, LF, a final newline. Never writes `undefined` or a non-finite number (throws `TypeError`: a bug upstream).
 */
export function canonicalJson(value: Json): string {
  return `${write(value, '')}\n`;
}

function write(value: Json, indent: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return writeNumber(value);
  const inner = `${indent}  `;
  if (isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((element) => inner + write(element, inner)).join(',\n')}\n${indent}]`;
  }
  const keys = Object.keys(value).sort();
  if (keys.length === 0) return '{}';
  const lines = keys.map((key) => `${inner}${JSON.stringify(key)}: ${write(value[key] as Json, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`Canonical JSON has no ${String(value)}.`);
  return JSON.stringify(value);
}

// Array.isArray does not narrow readonly arrays out of a union.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
