import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { unwrap } from '../result.ts';
import { canonicalJson, manifestJson, migrate, projectManifest, projectTables } from './index.ts';

// The fixtures were written by schema 1 and are never written again: every later version must read them as they are.
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

test('a document of schema 1 opens with everything that was in it', () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, fixture('project-v1.bin'));
  unwrap(migrate(doc));
  expect(canonicalJson(manifestJson(projectManifest(doc)))).toBe(fixture('project-v1.json').toString('utf8'));
});

test('the intents and cancellations of schema 1 are read', () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, fixture('project-v1.bin'));
  const { intents, cancellations } = projectTables(doc);
  expect([...intents.rows().values()]).toMatchObject([{ kind: 'take', seeds: [11, 12], quality: 'high' }]);
  expect([...cancellations.rows().keys()]).toEqual([...intents.rows().keys()]);
});
