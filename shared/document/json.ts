/** A JSON value as documents may hold it; numbers are finite. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Nesting deeper than this is refused: encoders and readers recurse. */
export const MAX_JSON_DEPTH = 16;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** True for a key that a document may use: not empty, at most 128 characters, none that an object would inherit from. */
export function isSafeKey(key: string): boolean {
  return key.length > 0 && key.length <= 128 && !FORBIDDEN_KEYS.has(key);
}

/** True when `value` is JSON of finite numbers, safe keys and at most `MAX_JSON_DEPTH` levels. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth >= MAX_JSON_DEPTH) return false;
  if (Array.isArray(value)) return value.every((element) => isJson(element, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.entries(value).every(([key, element]) => isSafeKey(key) && isJson(element, depth + 1));
}

/** Narrows to a plain JSON object; arrays and null are not. */
export function isJsonObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
