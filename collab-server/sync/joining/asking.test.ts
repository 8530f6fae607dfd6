import { randomUUID } from 'node:crypto';
import { rootMap, SCHEMA_VERSION } from '@studio/shared/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { writeFrame } from '../fixtures/frames.ts';
import { openRawSocket } from '../fixtures/rawSocket.ts';
import { ORIGIN } from '../fixtures/testAccess.ts';
import { useSyncServer } from '../fixtures/useSyncServer.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const LARGE = 100_000;
const person = { ...DEFAULT_LIMITS.person, askedBytesPerSecond: 1000, askedByteBurst: 5.5 * LARGE };
const bench = useSyncServer({ limits: { person } });
const soon = { timeout: 10_000 };
const [SYNC, AUTH, ASKS] = [0, 2, 0];

test('who asks for a large document again and again is told to come back later, and others work on', async () => {
  const name = `project/${randomUUID()}`;
  const ada = bench.open('ada', name);
  rootMap(ada.doc, 'meta').set('logline', 'x'.repeat(LARGE));
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
  const raw = openRawSocket(`${bench.server().url}?schema=${SCHEMA_VERSION}`, { origin: ORIGIN });
  await raw.opened();
  raw.send(writeFrame(name, AUTH, 0, 'ben'));
  // A vector of a client that nobody knows: the answer is the whole document, as if it had said "nothing".
  const stranger = new Y.Doc();
  stranger.getMap('meta').set('a', 1);
  const question = writeFrame(name, SYNC, ASKS, Y.encodeStateVector(stranger));
  for (let asked = 0; asked < 20; asked += 1) raw.send(question);
  await expect.poll(() => raw.end, soon).toMatchObject({ code: 1013, reason: 'rate-limited' });
  expect(raw.frames.filter((frame) => frame.length > LARGE)).toHaveLength(5);
  rootMap(ada.doc, 'meta').set('title', 'Working on');
  await expect.poll(() => ada.isSaved(), soon).toBe(true);
});
