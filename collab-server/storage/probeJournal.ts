import type pg from 'pg';

const TIMEOUT_MS = 5000;

// What an edit and an intent need, and more of it than a page that happens to have room left can give: 64 kB in the
// journal, and a commit that waits for the disk. It is gone with the same commit.
const PROBE = `
  do $$
  declare probe_id bigint; waiting_id bigint;
  begin
    perform set_config('synchronous_commit', 'on', true);
    insert into journal (document, author_kind, author_id, at, update)
    values ('probe', 'service', 'service', now(), decode(repeat('00', 65536), 'hex')) returning id into probe_id;
    insert into outbox (project_id, kind, key, payload, at)
    values (gen_random_uuid(), 'intent', 'probe', '{}', now()) returning id into waiting_id;
    delete from journal where id = probe_id;
    delete from outbox where id = waiting_id;
  end $$`;

/** Stores something in the journal durably and takes it away again. Rejects when that fails or takes longer than 5 s. */
export async function probeJournal(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer within ${TIMEOUT_MS} ms.`)), TIMEOUT_MS);
  });
  let failure: unknown;
  try {
    await Promise.race([client.query(PROBE), late]);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    clearTimeout(timer);
    // A connection on which it failed may never answer again: it is ended.
    client.release(failure !== undefined);
  }
}
