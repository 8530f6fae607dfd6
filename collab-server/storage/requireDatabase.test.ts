import { expect, test } from 'vitest';
import { freePort } from '../../infra/testing/index.ts';
import { openDatabase, requireDatabase } from './database.ts';

test('an address without a database is told by the name of its setting', async () => {
  const database = openDatabase({ url: `postgres://studio@127.0.0.1:${await freePort()}/studio` });
  await expect(requireDatabase(database)).rejects.toThrow(/^DATABASE_URL leads to no database .*ECONNREFUSED/);
  await database.close();
});
