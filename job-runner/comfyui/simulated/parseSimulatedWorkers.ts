/** One simulated worker to start: its port (0 for any) and its VRAM in GB. */
export interface SimulatedWorkerSetting {
  readonly port: number;
  readonly vramGb: number;
}

/** Reads `8188:12,8189:16` (port:GB); throws naming the part that is wrong. */
export function parseSimulatedWorkers(text: string): SimulatedWorkerSetting[] {
  return text.split(',').map((part) => {
    const match = /^(\d{1,5}):(\d+(?:\.\d+)?)$/.exec(part.trim());
    const port = Number(match?.[1]);
    const vramGb = Number(match?.[2]);
    if (!match || port > 65_535 || vramGb <= 0) {
      throw new Error(`SIMULATED_WORKERS has "${part}"; each worker is written port:GB, such as 8188:12`);
    }
    return { port, vramGb };
  });
}
