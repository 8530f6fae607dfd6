import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulatedWorker } from './createSimulatedWorker.ts';
import { parseSimulatedWorkers } from './parseSimulatedWorkers.ts';

const folder = mkdtempSync(join(tmpdir(), 'production-canvas-simulated-'));
const ports = parseSimulatedWorkers(process.env['SIMULATED_WORKERS'] ?? '8188:12,8189:16,8190:24');
const speed = Number(process.env['SIMULATED_SPEED'] ?? '1');
if (!(speed > 0)) throw new Error(`SIMULATED_SPEED is "${process.env['SIMULATED_SPEED']}"; use a number above 0`);

const workers = await Promise.all(
  ports.map(({ port, vramGb }) =>
    createSimulatedWorker({
      port,
      vramGb,
      host: process.env['SIMULATED_HOST'] ?? '127.0.0.1',
      speed,
      folder: join(folder, String(port)),
      ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg',
      clock: Date.now,
    }),
  ),
);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await Promise.all(workers.map((worker) => worker.dieNow()));
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

// The channel closes when the parent dies, however it dies: no worker is left behind.
process.on('disconnect', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.send?.({ type: 'ready', workers: workers.map(({ url, port }) => ({ url, port })) });
