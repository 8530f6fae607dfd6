import { defineConfig } from 'vitest/config';

const shared = { globalSetup: ['infra/testing/testServices.ts'], testTimeout: 30_000, hookTimeout: 60_000 };
const servers = ['shared', 'workflows', 'collab-server', 'job-runner', 'infra', 'bench'];

export default defineConfig({
  test: {
    // What a passing test prints helps nobody.
    silent: 'passed-only',
    projects: [
      { test: { ...shared, name: 'node', include: servers.map((folder) => `${folder}/**/*.test.ts`) } },
      { test: { ...shared, name: 'client', include: ['client/**/*.test.{ts,tsx}'] } },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          // One browser scenario at a time, after everything else.
          fileParallelism: false,
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
