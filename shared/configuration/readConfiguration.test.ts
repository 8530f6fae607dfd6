import { expect, test } from 'vitest';
import { unwrap } from '../result.ts';
import { describeVariables, readConfiguration, variables } from './index.ts';

function problemsOf(environment: Record<string, string>): string {
  const result = readConfiguration(environment);
  return result.ok ? '' : result.failure.message;
}

test('an empty environment is a complete standalone studio', () => {
  const configuration = unwrap(readConfiguration({ PORT: '' }));
  expect(configuration).toMatchObject({ STUDIO_ROLE: 'all', PORT: 3000, STUDIO_DATA: './data', STUDIO_SAMPLE: 'yes' });
  expect(configuration.DATABASE_URL).toBeUndefined();
});

test('an error names the variable, its value and what is allowed, and all errors come at once', () => {
  const problems = problemsOf({ PORT: '99999', STUDIO_ROLE: 'both', PUBLIC_URL: 'studio.example' });
  expect(problems.split('\n')).toEqual([
    "STUDIO_ROLE is 'both'; it must be all, collab or runner.",
    "PORT is '99999'; it must be a whole number from 1 to 65535.",
    "PUBLIC_URL is 'studio.example'; it must be an address that begins with http:// or https://.",
  ]);
});

test('a secret is never repeated', () => {
  const problems = problemsOf({ DATABASE_URL: 'mysql://me:hunter2@db', STUDIO_SECRET: 'hunter2' });
  expect(problems).toContain('DATABASE_URL has a value that cannot be used');
  expect(problems).not.toContain('hunter2');
});

test('a required variable that is not set is named', () => {
  const result = readConfiguration({}, ['DATABASE_URL']);
  expect(result.ok ? '' : result.failure.message).toBe(
    'DATABASE_URL is not set; it must be an address that begins with postgres://.',
  );
});

test('an S3 store needs its bucket and keys', () => {
  expect(problemsOf({ S3_ENDPOINT: 'http://s3:9000', S3_BUCKET: 'media' }).match(/is not set/g)).toHaveLength(2);
});

test('workers are read with and without a tier', () => {
  const { COMFYUI_WORKERS } = unwrap(readConfiguration({ COMFYUI_WORKERS: 'http://a:8188/#tier=24, http://b:8188' }));
  expect(COMFYUI_WORKERS).toEqual([{ url: 'http://a:8188', vramGb: 24 }, { url: 'http://b:8188' }]);
  expect(problemsOf({ COMFYUI_WORKERS: 'http://a:8188#tier=48' })).toContain('#tier=12, #tier=16 or #tier=24');
});

test('the help lists every variable', () => {
  const help = describeVariables();
  for (const name of Object.keys(variables)) expect(help).toContain(name);
});
