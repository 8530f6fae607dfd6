import { fileURLToPath } from 'node:url';
import { runBackup } from './runBackup.ts';

const [act = '', file] = process.argv.slice(2);
const code = await runBackup({
  act,
  file,
  // npm runs scripts in the repository; a file is named from where the person stands.
  from: process.env['INIT_CWD'] ?? process.cwd(),
  environment: process.env,
  entry: fileURLToPath(new URL('../../collab-server/backup/main.ts', import.meta.url)),
  clock: Date.now,
});
// The channel to the bootstrap would keep us alive.
process.exit(code);
