import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadNodeDefinitions, loadPipelines, type ModelFile, offerFiles } from '@studio/workflows';
import { ExecutionThread } from './executionThread.ts';
import { type Faults, noFaults } from './faults.ts';
import { GraphicsMemory } from './graphicsMemory.ts';
import { createHttpServer, isForeignOrigin } from './httpServer.ts';
import type { NodeOutcome } from './nodeRunner.ts';
import { PromptHistory } from './promptHistory.ts';
import { PromptQueue } from './promptQueue.ts';
import { fileRoutes } from './routes/fileRoutes.ts';
import { jobRoutes } from './routes/jobRoutes.ts';
import { promptRoutes } from './routes/promptRoutes.ts';
import { queueRoutes } from './routes/queueRoutes.ts';
import { systemRoutes } from './routes/systemRoutes.ts';
import { SocketHub } from './socketHub.ts';
import { WorkerFiles } from './workerFiles.ts';
import { featureFlags, type WorkerParts } from './workerParts.ts';

/** How a simulated worker is set up; `speed` 10 makes everything ten times as fast. */
export interface SimulatedWorkerOptions {
  readonly port: number;
  readonly vramGb: number;
  /** Where input, output and temp files lie; the caller removes it. */
  readonly folder: string;
  readonly ffmpegPath: string;
  readonly speed: number;
  readonly clock: () => number;
  readonly host?: string;
  readonly models?: readonly ModelFile[];
  readonly maxUploadBytes?: number;
}

/** A running simulated worker. */
export interface SimulatedWorker {
  readonly url: string;
  readonly port: number;
  /** Switches for what goes wrong; live. */
  readonly faults: Faults;
  /** The names of the models in VRAM, least recently used first. */
  readonly residentModels: () => readonly string[];
  /** Dies as a killed process does: sockets break, queue and history are gone. */
  readonly dieNow: () => Promise<void>;
}

/** Starts a worker that speaks ComfyUI's protocol and paints instead of sampling. */
export async function createSimulatedWorker(options: SimulatedWorkerOptions): Promise<SimulatedWorker> {
  const cache = new Map<string, NodeOutcome>();
  const models = options.models ?? modelsOfPipelines();
  const thread: { current?: ExecutionThread } = {};
  const parts = buildParts(options, models, () => thread.current);
  const running = new ExecutionThread(parts, { cache, ffmpegPath: options.ffmpegPath, speed: options.speed });
  thread.current = running;
  const routes = [promptRoutes, queueRoutes, jobRoutes, fileRoutes, systemRoutes].flatMap((build) => build(parts));
  const server = createHttpServer(routes, parts.faults, parts.maxUploadBytes);
  server.on('upgrade', (request, stream, head) => {
    const path = new URL(request.url ?? '/', 'http://worker').pathname;
    if ((path !== '/ws' && path !== '/api/ws') || isForeignOrigin(request.headers)) stream.destroy();
    else parts.hub.upgrade(request, stream, head);
  });
  const host = options.host ?? '127.0.0.1';
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    faults: parts.faults,
    residentModels: () => parts.memory.residentNames,
    dieNow: () => stop(server, running, parts),
  };
}

function buildParts(
  options: SimulatedWorkerOptions,
  models: readonly ModelFile[],
  thread: () => ExecutionThread | undefined,
): WorkerParts {
  const faults = noFaults();
  const maxUploadBytes = options.maxUploadBytes ?? 104_857_600;
  const hub = new SocketHub({
    faults,
    remaining: () => queue.remaining,
    runningNode: (clientId) => (queue.running?.clientId === clientId ? thread()?.currentNode : undefined),
    features: () => featureFlags(maxUploadBytes),
    newClientId: () => randomUUID().replaceAll('-', ''),
  });
  const queue = new PromptQueue(() => hub.broadcastStatus());
  return {
    name: `cuda:0 Simulated GPU ${options.vramGb} GB`,
    version: '0.33.0',
    definitions: offerFiles(loadNodeDefinitions(), filesByFolder(models)),
    models,
    faults,
    queue,
    history: new PromptHistory(),
    memory: new GraphicsMemory(options.vramGb * 1024 ** 3),
    files: new WorkerFiles(options.folder),
    hub,
    maxUploadBytes,
    clock: options.clock,
    newId: randomUUID,
    wake: () => thread()?.wake(),
    free: (what) => thread()?.free(what),
  };
}

async function stop(server: Server, thread: ExecutionThread, parts: WorkerParts): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  thread.kill();
  parts.faults.stuckSampler = false;
  parts.hub.terminate();
  server.close();
  server.closeAllConnections();
  await closed;
}

/** The model files that the shipped pipelines need, each once. */
function modelsOfPipelines(): ModelFile[] {
  const { pipelines } = loadPipelines();
  const all = pipelines.flatMap((pipeline) => Object.values(pipeline.tiers).flatMap((tier) => tier?.models ?? []));
  return [...new Map(all.map((model) => [`${model.folder}/${model.name}`, model])).values()];
}

function filesByFolder(models: readonly ModelFile[]): Record<string, string[]> {
  const files: Record<string, string[]> = {};
  for (const { folder, name } of models) files[folder] = [...(files[folder] ?? []), name];
  return files;
}
