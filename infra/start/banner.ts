import type { Configuration } from '@studio/shared/configuration';
import { dataFolderOf, publicUrl, type SimulatedWorker } from './childEnvironments.ts';
import type { ReadyMessage } from './supervisedProcess.ts';

/** What `npm start` prints when the studio takes work. */
export function banner(
  configuration: Configuration,
  started: { readonly collabServer?: ReadyMessage; readonly simulatedWorkers: readonly SimulatedWorker[] },
): string {
  const rows: [string, string][] = [];
  if (started.collabServer) rows.push(['Open', started.collabServer.url ?? publicUrl(configuration)]);
  if (started.collabServer?.setupUrl !== undefined)
    rows.push(['First owner', `${started.collabServer.setupUrl} (works once)`]);
  if (started.simulatedWorkers.length > 0) {
    const sizes = started.simulatedWorkers.map(({ vramGb }) => vramGb).join(', ');
    rows.push(['Generation', `simulated workers of ${sizes} GB; name real ones in COMFYUI_WORKERS`]);
  } else if (configuration.COMFYUI_WORKERS) {
    rows.push(['Generation', configuration.COMFYUI_WORKERS.map(({ url }) => url).join(', ')]);
  }
  rows.push(['Data and logs', dataFolderOf(configuration)], ['Stop', 'Ctrl-C']);
  const part = { all: 'Production Canvas', collab: 'The collab-server', runner: 'The job-runner' }[
    configuration.STUDIO_ROLE
  ];
  return `\n${part} is ready.\n\n${rows.map(([label, text]) => `  ${label.padEnd(15)}${text}`).join('\n')}\n`;
}
