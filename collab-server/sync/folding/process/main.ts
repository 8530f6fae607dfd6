import { constants, setPriority } from 'node:os';
import { openDatabase, type OpenDatabase } from '../../../storage/database.ts';
import { createPostgresJournal } from '../../../storage/postgresJournal.ts';
import { foldStored } from '../foldStored.ts';
import type { FoldAnswer, FoldRequest } from '../foldProcess.ts';

// The program of the process that folds journals. People who edit go before it. A broken connection fails the fold that
// used it, and the next takes another.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
let database: OpenDatabase | undefined;

process.on('message', (request: FoldRequest) => void fold(request));
// Its server ends it; a signal to the whole group must not cut off the last folds.
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function fold(request: FoldRequest): Promise<void> {
  const answer: FoldAnswer = { id: request.id, outcome: await outcomeOf(request) };
  process.send?.(answer);
}

async function outcomeOf({ databaseUrl, document, at }: FoldRequest): Promise<FoldAnswer['outcome']> {
  database ??= openDatabase({ url: databaseUrl, maxConnections: 1, onIdleError: () => undefined });
  try {
    return { folded: await foldStored(createPostgresJournal(database), document, at) };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
