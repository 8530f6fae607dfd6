import { fileURLToPath } from 'node:url';
import { RuleTester } from 'oxlint/plugins-dev';
import { describe, test } from 'vitest';
import { compositionRootOnly } from './compositionRootOnly.ts';
import { documentedExports } from './documentedExports.ts';
import { fileNames } from './fileNames.ts';
import type { HouseRule } from './houseRule.ts';
import { importArrows } from './importArrows.ts';
import { noRawMapWrite } from './noRawMapWrite.ts';

RuleTester.describe = describe;
RuleTester.it = test;
const tester = new RuleTester({ languageOptions: { parserOptions: { lang: 'ts' } } });

type Case = readonly [path: string, code: string];

function check(name: string, rule: HouseRule, valid: readonly Case[], invalid: readonly Case[]): void {
  const file = ([path, code]: Case) => ({
    code,
    filename: fileURLToPath(new URL(`../../../${path}`, import.meta.url)),
  });
  tester.run(name, rule, {
    valid: valid.map(file),
    invalid: invalid.map((entry) => ({ ...file(entry), errors: 1 })),
  });
}

check(
  'import-arrows',
  importArrows,
  [['client/a.ts', "import { x } from '@studio/shared/document';"]],
  [
    ['client/a.ts', "import { x } from '../job-runner/main.ts';"],
    ['client/a.ts', "export * from '../job-runner/main.ts';"],
    ['client/a.ts', "export { x } from '../job-runner/main.ts';"],
    ['client/a.ts', "await import('../job-runner/main.ts');"],
  ],
);

check(
  'composition-root-only',
  compositionRootOnly,
  [
    ['job-runner/main.ts', 'run(process.env, Date.now);'],
    ['job-runner/configuration.ts', 'parse(process.env);'],
    ['job-runner/queue/claim.test.ts', 'Date.now();'],
    ['job-runner/queue/claim.ts', 'const at = new Date(clock());'],
  ],
  [
    ['job-runner/queue/claim.ts', 'const url = process.env.REDIS_URL;'],
    ['job-runner/queue/claim.ts', 'const clock = Date.now;'],
    ['client/canvas/place.ts', 'const x = Math.random();'],
    ['client/canvas/place.ts', 'const at = new Date();'],
  ],
);

check(
  'no-raw-map-write',
  noRawMapWrite,
  [
    ['shared/document/commands/move.ts', "doc.getMap('nodes').set(id, row);"],
    ['client/canvas/cache.ts', 'const seen = new Map(); seen.set(1, 2);'],
    ['client/canvas/read.ts', "const nodes = doc.getMap('nodes'); nodes.get(id);"],
  ],
  [
    ['client/canvas/move.ts', "doc.getMap('nodes').set(id, row);"],
    ['client/canvas/move.ts', "const nodes = doc.getMap('nodes'); nodes.delete(id);"],
    ['client/canvas/move.ts', 'function move(node: Y.Map<unknown>) { node.set("x", 1); }'],
    ['job-runner/results/write.ts', 'const row = new Y.Map(); row.set("id", id);'],
  ],
);

check(
  'file-names',
  fileNames,
  [
    ['client/takes/TakeCard.tsx', 'run();'],
    ['shared/document/moveNodes.test.ts', 'run();'],
  ],
  [
    ['client/takes/take-card.tsx', 'run();'],
    ['client/takes/takeUtils.ts', 'run();'],
    ['collab-server/sync/documentManager.ts', 'run();'],
  ],
);

check(
  'documented-exports',
  documentedExports,
  [
    ['shared/takes/name.ts', '/** Names a take. */\nexport const name = 1;'],
    ['shared/takes/index.ts', "export { name } from './name.ts';"],
    ['client/takes/name.ts', 'export const name = 1;'],
  ],
  [
    ['shared/takes/name.ts', 'export const name = 1;'],
    ['shared/takes/name.ts', '// Not a doc comment.\nexport const name = 1;'],
  ],
);
