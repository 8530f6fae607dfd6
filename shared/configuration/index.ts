export { describeVariables } from './describeVariables.ts';
export {
  type Configuration,
  type ConfigurationWith,
  type Environment,
  readConfiguration,
} from './readConfiguration.ts';
export type { ComfyuiWorkerAddress } from './comfyuiWorkers.ts';
export { type VariableName, variables } from './variables.ts';
