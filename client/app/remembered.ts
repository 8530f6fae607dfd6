import type { Result } from '@studio/shared/result';
import type { z } from 'zod';
import { create } from 'zustand';
import { request, type RequestFailure } from './api.ts';

const PREFIX = 'studio.remembered:';

/** Whether the server answered when it was last asked. */
export const useServerReach = create<{ readonly isReachable: boolean }>(() => ({ isReachable: true }));

/** Asks, and falls back to the last good answer while the server cannot be reached: a project opens without a network. */
export async function remembered<Value>(
  schema: z.ZodType<Value>,
  path: string,
): Promise<Result<Value, RequestFailure>> {
  const answer = await request(schema, path);
  const isReachable = answer.ok || answer.failure.reason !== 'offline';
  if (useServerReach.getState().isReachable !== isReachable) useServerReach.setState({ isReachable });
  if (answer.ok) {
    keep(path, answer.value);
    return answer;
  }
  if (answer.failure.reason === 'signed-out' || answer.failure.reason === 'not-found') forget(path);
  if (answer.failure.reason !== 'offline') return answer;
  const kept = schema.safeParse(read(path));
  return kept.success ? { ok: true, value: kept.data } : answer;
}

/** The last good answers for every path that begins so and goes on with one name. */
export function recallAll<Value>(schema: z.ZodType<Value>, folder: string): readonly Value[] {
  const paths = Object.keys(localStorage).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));
  const within = paths.filter((path) => path.startsWith(folder) && !path.slice(folder.length).includes('/'));
  return within.flatMap((path) => {
    const kept = schema.safeParse(read(path));
    return kept.success ? [kept.data] : [];
  });
}

/** Forgets every remembered answer: on signing out. */
export function forgetAll(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

function forget(path: string): void {
  localStorage.removeItem(PREFIX + path);
}

function keep(path: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + path, JSON.stringify(value));
  } catch (error) {
    console.warn('remembered.not-kept', path, error);
  }
}

function read(path: string): unknown {
  const text = localStorage.getItem(PREFIX + path);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
