import { fileURLToPath } from 'node:url';
import { runStudio } from './runStudio.ts';

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const code = await runStudio({
  args: process.argv.slice(2),
  environment: process.env,
  entries: {
    collabServer: inRepository('collab-server/main.ts'),
    jobRunner: inRepository('job-runner/main.ts'),
    simulatedComfyui: inRepository('job-runner/comfyui/simulated/main.ts'),
  },
  clock: Date.now,
});
// The channel to the bootstrap and the terminal would keep us alive.
process.exit(code);
