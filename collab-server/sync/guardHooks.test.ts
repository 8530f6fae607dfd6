import { pino } from 'pino';
import { expect, test } from 'vitest';
import { guardHooks } from './guardHooks.ts';
import { Refusal } from './refusal.ts';

const logger = pino({ level: 'silent' });
const bug = async () => {
  throw new TypeError('a bug');
};

test('a hook that nobody waits for never rejects: that would end the process', async () => {
  const guarded = guardHooks({ onChange: bug, onStateless: bug, onAwarenessUpdate: bug, connected: bug }, logger);
  for (const hook of Object.values(guarded) as (() => Promise<unknown>)[])
    await expect(hook()).resolves.toBeUndefined();
});

test('a bug in a hook that a client waits for makes it come back; a refusal keeps its reason', async () => {
  const refuses = async () => {
    throw new Refusal('archived');
  };
  const guarded = guardHooks({ onLoadDocument: bug, onAuthenticate: refuses }, logger);
  const [load, authenticate] = Object.values(guarded) as (() => Promise<unknown>)[];
  await expect(load?.()).rejects.toMatchObject({ reason: 'load-failed' });
  await expect(authenticate?.()).rejects.toMatchObject({ reason: 'archived' });
});
