import { expect, test } from 'vitest';
import { explainImport } from './explainImport.ts';

test.each([
  ['client/canvas/Canvas.tsx', '@studio/shared/document'],
  ['collab-server/http/pipelines.ts', '@studio/workflows'],
  ['job-runner/main.ts', './queue/port.ts'],
  ['collab-server/storage/projects.test.ts', '../../infra/testing/index.ts'],
  ['collab-server/storage/projects.test.ts', '@studio/infra/testing'],
  ['shared/document/roots.ts', 'yjs'],
  ['shared/document/roots.test.ts', 'node:fs'],
  ['shared/jobs/request.ts', '../graph/index.ts'],
  ['shared/timeline/timecode.ts', './rate.ts'],
  ['e2e/film.e2e.ts', '../job-runner/render/probe.ts'],
  ['client/vite.config.ts', 'node:path'],
])('%s may import %s', (importer, specifier) => {
  expect(explainImport(importer, specifier)).toBeUndefined();
});

test.each([
  ['client/app/App.tsx', '../../collab-server/main.ts', /never import each other.*belongs in shared\//],
  ['job-runner/main.ts', '@studio/collab-server', /never import each other/],
  ['client/app/App.tsx', '../../shared/result.ts', /Import '@studio\/shared/],
  ['client/app/App.tsx', 'node:fs', /runs in the browser/],
  ['collab-server/main.ts', '../infra/testing/index.ts', /only tests may/],
  ['shared/document/roots.ts', 'node:fs', /does no I\/O.*belongs in client\/, collab-server\/ or job-runner\//],
  ['shared/document/roots.ts', 'react', /draws nothing/],
  ['shared/document/roots.ts', '../../client/ui/tokens.ts', /shared\/ knows nobody/],
  ['shared/document/records/node.ts', '../../graph/index.ts', /siblings.*belongs in a folder above them/],
  ['shared/graph/catalogue.ts', '@studio/shared/document', /siblings/],
  ['shared/timeline/timecode.ts', './resolveCut.ts', /Time knows nothing of timelines/],
  ['workflows/manifest.ts', '@studio/job-runner', /belongs in job-runner\//],
])('%s may not import %s', (importer, specifier, reason) => {
  expect(explainImport(importer, specifier)).toMatch(reason);
});
