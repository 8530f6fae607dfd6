import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../harness/statistics.ts';

const FLUSHES = 40;

/** How long the disk takes to flush a few bytes, the median in milliseconds: what durable costs at least, whoever writes. */
export function flushMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-flush-'));
  const file = openSync(join(folder, 'log'), 'w');
  try {
    const took = Array.from({ length: FLUSHES }, () => {
      const began = performance.now();
      writeSync(file, Buffer.alloc(200));
      fdatasyncSync(file);
      return performance.now() - began;
    });
    return median(took);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
