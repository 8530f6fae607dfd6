import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { TableDefinition } from './databaseSchema.ts';

/** The size at which a table's rows go on in another entry, in bytes: an entry's size must be known before it is written. */
const PART_BYTES = 8 * 1024 * 1024;

const NEWLINE = 0x0a;

/** The rows of a table in PostgreSQL's text format, in parts that hold whole rows. */
export async function* readRows(client: pg.ClientBase, table: TableDefinition): AsyncGenerator<Buffer> {
  const stream = client.query(copyTo(`copy ${table.name} (${table.columns}) to stdout`));
  let gathered: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    gathered.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes < PART_BYTES) continue;
    const all = Buffer.concat(gathered);
    // Line ends within values are escaped, so a newline always ends a row.
    const end = all.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield all.subarray(0, end);
    gathered = [all.subarray(end)];
    bytes = all.length - end;
  }
  if (bytes > 0) yield Buffer.concat(gathered);
}

/** Puts one part of rows back into its table. */
export async function writeRows(client: pg.ClientBase, table: TableDefinition, part: Readable): Promise<void> {
  await pipeline(part, client.query(copyFrom(`copy ${table.name} (${table.columns}) from stdin`)));
}
