import { unwrap } from '@studio/shared/result';
import { expect, test } from 'vitest';
import { readCollabConfiguration } from './configuration.ts';

const NEEDED = {
  DATABASE_URL: 'postgres://studio@127.0.0.1/studio',
  STUDIO_SERVICE_KEY: 'k'.repeat(24),
  STUDIO_SECRET: 's'.repeat(24),
};

test('what a server cannot do without is named, all of it at once', () => {
  const read = readCollabConfiguration({ PORT: 'many' });
  expect(read.ok).toBe(false);
  const message = read.ok ? '' : read.failure.message;
  for (const name of ['DATABASE_URL is not set', 'STUDIO_SERVICE_KEY is not set', "PORT is 'many'"]) {
    expect(message).toContain(name);
  }
});

test('the rest has defaults; folders are absolute and the public address has no path', () => {
  const read = unwrap(readCollabConfiguration({ ...NEEDED, STUDIO_DATA: 'films' }));
  expect(read).toMatchObject({ port: 3000, publicUrl: 'http://localhost:3000', s3: undefined, hasSample: true });
  expect(read.dataFolder).toMatch(/^\/.*films$/);
  const other = unwrap(readCollabConfiguration({ ...NEEDED, PUBLIC_URL: 'https://studio.example/' }));
  expect(other.publicUrl).toBe('https://studio.example');
});

test('an S3 store comes whole', () => {
  const s3 = { S3_ENDPOINT: 'http://s3:9000', S3_BUCKET: 'media', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
  expect(unwrap(readCollabConfiguration({ ...NEEDED, ...s3 })).s3).toEqual({
    endpoint: 'http://s3:9000',
    region: 'us-east-1',
    bucket: 'media',
    accessKeyId: 'a',
    secretAccessKey: 'b',
  });
});
