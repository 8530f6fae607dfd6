import { QUALITY_TIERS, type QualityTier, tierOfVram } from '@studio/shared/jobs';
import { fail, ok, type Result } from '@studio/shared/result';
import type { ComfyClient } from '../comfyui/index.ts';

/** What a ComfyUI says of itself. Memory in bytes. */
export interface WorkerFacts {
  readonly name: string;
  readonly tier: QualityTier | undefined;
  readonly vramTotal: number;
  readonly vramFree: number;
  readonly version: string;
  readonly isSimulated: boolean;
}

/** Asks a worker what it is; `vramGb` is the tier that the configuration names for it, which then holds. */
export async function probeWorker(
  client: Pick<ComfyClient, 'baseUrl' | 'systemStats'>,
  vramGb?: number,
): Promise<Result<WorkerFacts, 'lost'>> {
  const stats = await client.systemStats();
  if (!stats.ok) return fail('lost', stats.failure.message);
  const { device, vramTotalBytes, vramFreeBytes, version, isSimulated } = stats.value;
  return ok({
    name: describeWorker(client.baseUrl, device),
    tier: vramGb === undefined ? tierOfVram(vramTotalBytes) : tierOfMemory(vramGb),
    vramTotal: vramTotalBytes,
    vramFree: vramFreeBytes,
    version,
    isSimulated,
  });
}

function tierOfMemory(vramGb: number): QualityTier | undefined {
  return QUALITY_TIERS.findLast((tier) => tier.vramGb <= vramGb);
}

/** `cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync` is `NVIDIA GeForce RTX 4090 · host:8188` to people. */
function describeWorker(url: string, device: string): string {
  const gpu = device
    .replace(/^cuda:\d+\s+/, '')
    .split(' : ')[0]
    ?.trim();
  return `${gpu || 'GPU'} · ${new URL(url).host}`;
}
