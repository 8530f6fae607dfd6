import type { Faults } from './faults.ts';
import type { GraphicsMemory } from './graphicsMemory.ts';
import type { NodeFiles } from './promptHistory.ts';
import type { ModelFile } from '@studio/workflows';
import type { WorkerFiles } from './workerFiles.ts';

/** What running a node gives: a value for each output slot, and what it saved. */
export interface NodeOutcome {
  readonly values: readonly unknown[];
  readonly files?: NodeFiles;
}

/** What a node may use while it runs. */
export interface NodeContext {
  readonly nodeId: string;
  readonly memory: GraphicsMemory;
  readonly files: WorkerFiles;
  readonly faults: Faults;
  readonly ffmpegPath: string;
  readonly modelNamed: (folder: string, name: string) => ModelFile;
  /** The texts that saved files carry: the prompt and the workflow, as JSON. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly wantsPreviews: boolean;
  /** Waits simulated milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Sends progress; throws `Interrupted` once an interrupt was asked for. */
  readonly reportProgress: (value: number, max: number) => void;
  readonly sendPreview: (jpeg: Buffer) => void;
}

/** The behaviour of one node class. */
export type NodeRunner = (inputs: Readonly<Record<string, unknown>>, context: NodeContext) => Promise<NodeOutcome>;
