import { freemem, totalmem } from 'node:os';
import type { Route } from '../httpServer.ts';
import { objectInfo } from '../objectInfo.ts';
import { featureFlags, type WorkerParts } from '../workerParts.ts';

/** What the worker is: its GPU, its node classes, its model files. */
export function systemRoutes(worker: WorkerParts): Route[] {
  const info = (): Record<string, unknown> => objectInfo(worker.definitions, []);
  return [
    { method: 'GET', pattern: /^\/system_stats$/, answer: () => ({ status: 200, json: systemStats(worker) }) },
    { method: 'GET', pattern: /^\/object_info$/, answer: () => ({ status: 200, json: info() }) },
    {
      method: 'GET',
      pattern: /^\/object_info\/([^/]+)$/,
      answer: (_request, [name = '']) => ({ status: 200, json: name in info() ? { [name]: info()[name] } : {} }),
    },
    {
      method: 'GET',
      pattern: /^\/features$/,
      answer: () => ({ status: 200, json: featureFlags(worker.maxUploadBytes) }),
    },
    {
      method: 'GET',
      pattern: /^\/models$/,
      answer: () => ({ status: 200, json: [...new Set(worker.models.map((model) => model.folder))] }),
    },
    {
      method: 'GET',
      pattern: /^\/models\/([^/]+)$/,
      answer: (_request, [folder = '']) => {
        const names = worker.models.filter((model) => model.folder === folder).map((model) => model.name);
        return names.length > 0 ? { status: 200, json: names } : { status: 404 };
      },
    },
  ];
}

function systemStats({ version, name, memory }: WorkerParts): unknown {
  const used = memory.totalBytes - memory.freeBytes;
  return {
    system: {
      os: 'linux',
      ram_total: totalmem(),
      ram_free: freemem(),
      comfyui_version: version,
      required_frontend_version: '1.49.6',
      installed_templates_version: null,
      required_templates_version: '0.11.44',
      comfy_package_versions: [],
      python_version: 'none (simulated worker)',
      pytorch_version: 'none (simulated worker)',
      embedded_python: false,
      deploy_environment: 'production-canvas-simulated',
      argv: ['simulated/main.ts'],
    },
    devices: [
      {
        name,
        type: 'cuda',
        index: 0,
        vram_total: memory.totalBytes,
        vram_free: memory.freeBytes,
        torch_vram_total: used,
        torch_vram_free: 0,
      },
    ],
  };
}
