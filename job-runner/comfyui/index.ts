export type { Output } from './collectOutputs.ts';
export { ComfyClient } from './comfyClient.ts';
export type { PreviewFrame } from './readBinaryEvent.ts';
export { adviceFor, type RunFailure } from './runFailure.ts';
export { attachPrompt, type RunOptions, runPrompt } from './runPrompt.ts';
export type { PromptProgress } from './trackProgress.ts';
export type { RunLimits } from './watchPrompt.ts';
