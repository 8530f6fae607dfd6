import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from '@studio/shared/configuration';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { listModels } from '../images/comfyui/listModels.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

const service = z.looseObject({
  image: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});
const composeFile = z.looseObject({ services: z.record(z.string(), service) });

const text = read('docker-compose.yml');
const document: unknown = parse(text, { merge: true });
const { services } = composeFile.parse(document);

function readEnvironmentFile(path: string): Record<string, string> {
  const lines = read(path)
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function validator() {
  const schema = JSON.parse(read('infra/compose/fixtures/compose-spec.json')) as Record<string, unknown>;
  // Ajv knows draft 7 under its http address only.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  return ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
}

test('docker-compose.yml is valid against the Compose schema, and says that it was not run', () => {
  const validate = validator();
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ services: { web: { image: 3 } } })).toBe(false);
  expect(text.split('\n').slice(0, 3).join(' ')).toContain('has not been run');
});

test('it runs two collab-servers behind a proxy and two job-runners', () => {
  const running = (file: string) => Object.values(services).filter(({ command }) => command?.[1] === file).length;
  expect(running('collab-server/main.ts')).toBe(2);
  expect(running('job-runner/main.ts')).toBe(2);
  const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
  expect(open.map(([name]) => name)).toEqual(['proxy']);
  expect(read('infra/compose/Caddyfile')).toContain('reverse_proxy collab-1:3000 collab-2:3000');
});

test('every image has a pinned version and every dependency exists', () => {
  for (const [name, { image, depends_on }] of Object.entries(services)) {
    expect(image, name).toMatch(/:v?\d+\.\d+/);
    for (const needed of Object.keys(depends_on ?? {})) expect(Object.keys(services)).toContain(needed);
  }
});

test('the ComfyUI image is built at the version it is named for', () => {
  const version = /COMFYUI_VERSION=v(\S+)/.exec(read('infra/images/comfyui/Dockerfile'))?.[1];
  expect(services['comfyui-24gb']?.image).toBe(`production-canvas-comfyui:${version}`);
});

test.each(['simulated', 'gpu'])(
  'the %s environment fills in what the file asks for and names workers that exist',
  (profile) => {
    const environment = readEnvironmentFile(`infra/compose/${profile}.env`);
    const required = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    for (const name of required) expect(Object.keys(environment)).toContain(name);
    const configuration = readConfiguration({
      COMFYUI_WORKERS: environment.COMFYUI_WORKERS,
      PUBLIC_URL: environment.PUBLIC_URL,
    });
    const workers = configuration.ok ? configuration.value.COMFYUI_WORKERS : undefined;
    expect(workers?.map(({ vramGb }) => vramGb)).toEqual([12, 16, 24]);
    for (const { url } of workers ?? []) expect(services[new URL(url).hostname]?.profiles).toEqual([profile]);
  },
);

test('the settings of each service are settings of the product', () => {
  const environment = readEnvironmentFile('infra/compose/simulated.env');
  const fill = (value: string) =>
    value.replaceAll(
      /\$\{(\w+)(:[-?]([^}]*))?\}/g,
      (_, name: string, _rest, fallback: string) => environment[name] ?? fallback,
    );
  for (const name of ['collab-1', 'collab-2', 'runner-1', 'runner-2']) {
    const given = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, fill(value)] as const);
    const result = readConfiguration(Object.fromEntries(given), ['DATABASE_URL', 'STUDIO_SERVICE_KEY']);
    expect(result, name).toMatchObject({ ok: true });
  }
});

test("the worker's model list is what the pipelines need", () => {
  expect(JSON.parse(read('infra/images/comfyui/models.json'))).toEqual({ models: listModels() });
});
