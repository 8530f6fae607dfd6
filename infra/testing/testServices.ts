import { createServer, type Server } from 'node:http';
import type { TestProject } from 'vitest/node';
import type { PostgresCluster } from '../postgres/postgresCluster.ts';
import { startPostgres } from './startPostgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address at which test files ask for the PostgreSQL that they share. */
    testServicesUrl: string;
  }
}

interface Services {
  readonly server: Server;
  url: string;
  cluster: Promise<PostgresCluster> | undefined;
}

// Vitest calls setup once per project, in one process: all of them share these.
let running: Services | undefined;

async function openServices(): Promise<string> {
  if (running) return running.url;
  const services: Services = { server: createServer(), url: '', cluster: undefined };
  running = services;
  services.server.on('request', (_request, response) => {
    // Started by the first file that asks: a run of pure tests pays nothing.
    services.cluster ??= startPostgres();
    services.cluster.then(
      (cluster) => response.end(cluster.url('postgres')),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => services.server.listen(0, '127.0.0.1', resolve));
  services.server.unref();
  const address = services.server.address();
  if (address === null || typeof address === 'string') throw new Error('The test services have no port.');
  services.url = `http://127.0.0.1:${address.port}`;
  return services.url;
}

/** Vitest's global setup: one PostgreSQL for all test files of a run, started when the first of them asks for it. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('testServicesUrl', await openServices());
}

/** Stops what `setup` and the tests started. */
export async function teardown(): Promise<void> {
  const services = running;
  running = undefined;
  services?.server.closeAllConnections();
  services?.server.close();
  await (await services?.cluster)?.stop();
}
