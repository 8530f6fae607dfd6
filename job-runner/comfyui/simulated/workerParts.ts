import type { ModelFile, NodeDefinitions } from '@studio/workflows';
import type { Faults } from './faults.ts';
import type { GraphicsMemory } from './graphicsMemory.ts';
import type { PromptHistory } from './promptHistory.ts';
import type { PromptQueue } from './promptQueue.ts';
import type { SocketHub } from './socketHub.ts';
import type { WorkerFiles } from './workerFiles.ts';

/** What `/free` asks for. */
export interface MemoryToFree {
  readonly models: boolean;
  readonly cache: boolean;
}

/** The parts of one simulated worker, as its routes and its execution thread share them. */
export interface WorkerParts {
  readonly name: string;
  readonly version: string;
  readonly definitions: NodeDefinitions;
  readonly models: readonly ModelFile[];
  readonly faults: Faults;
  readonly queue: PromptQueue;
  readonly history: PromptHistory;
  readonly memory: GraphicsMemory;
  readonly files: WorkerFiles;
  readonly hub: SocketHub;
  readonly maxUploadBytes: number;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Wakes the execution thread. */
  readonly wake: () => void;
  /** Gives memory back between prompts: at once while idle, else after the running one. */
  readonly free: (what: MemoryToFree) => void;
}

/** The flags that `/features` and the socket's answer report. */
export function featureFlags(maxUploadBytes: number): Record<string, unknown> {
  return {
    supports_preview_metadata: true,
    supports_model_type_tags: true,
    max_upload_size: maxUploadBytes,
    extension: { manager: { supports_v4: true } },
    node_replacements: true,
    assets: false,
  };
}
