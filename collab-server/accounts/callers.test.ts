import { expect, test } from 'vitest';
import { freePort } from '../../infra/testing/index.ts';
import { openDatabase } from '../storage/database.ts';
import { createAuth } from './createAuth.ts';
import { createCallers } from './callers.ts';

test.each([
  ['an API key', {}, 'a-key-of-some-program'],
  ['a session cookie', { cookie: 'better-auth.session_token=abc.def' }, undefined],
])('while the database is down, %s is neither known nor refused', async (_what, headers, token) => {
  const database = openDatabase({ url: `postgres://studio@127.0.0.1:${await freePort()}/studio` });
  const options = {
    secret: 'a secret of this test, long enough',
    publicUrl: 'http://studio.test',
    onMessage: () => undefined,
  };
  const auth = createAuth(database.kysely, options);
  const callers = createCallers({ database: database.kysely, auth, serviceKey: 'service', clock: Date.now });
  await expect(callers.findPerson(headers, token)).rejects.toThrow(/ECONNREFUSED/);
  await database.close();
});
