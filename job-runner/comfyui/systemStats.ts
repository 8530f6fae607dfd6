import { z } from 'zod';

const statsSchema = z.object({
  system: z.object({ comfyui_version: z.string(), ram_total: z.number(), ram_free: z.number() }),
  devices: z
    .array(z.object({ name: z.string(), type: z.string(), vram_total: z.number(), vram_free: z.number() }))
    .min(1),
});

/** What a worker tells of itself; memory in bytes. */
export interface SystemStats {
  readonly version: string;
  readonly device: string;
  /** `cuda`, `cpu` and so on. On a CPU the memory is the machine's own. */
  readonly deviceType: string;
  readonly vramTotalBytes: number;
  readonly vramFreeBytes: number;
  readonly ramTotalBytes: number;
  readonly ramFreeBytes: number;
  readonly isSimulated: boolean;
}

/** Reads `/system_stats`; the first device is the one that works. */
export function readSystemStats(body: unknown): SystemStats | undefined {
  const parsed = statsSchema.safeParse(body);
  const device = parsed.data?.devices[0];
  if (!parsed.success || !device) return undefined;
  const { system } = parsed.data;
  return {
    version: system.comfyui_version,
    device: device.name,
    deviceType: device.type,
    vramTotalBytes: device.vram_total,
    vramFreeBytes: device.vram_free,
    ramTotalBytes: system.ram_total,
    ramFreeBytes: system.ram_free,
    isSimulated: device.name.includes('Simulated GPU'),
  };
}
