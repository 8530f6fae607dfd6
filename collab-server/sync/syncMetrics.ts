import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { JournalBatch } from '../storage/journalWriter.ts';

/** Sizes now. */
export interface SyncStats {
  readonly connections: number;
  readonly documents: number;
}

/** What sync reports. */
export interface SyncMetrics {
  batch(batch: JournalBatch): void;
  refused(reason: string): void;
  folded(rows: number): void;
  /** A whole document was encoded for clients that came with nothing. */
  encoded(bytes: number): void;
}

/** Registers the figures of sync. */
export function createSyncMetrics(registry: Registry, stats: () => SyncStats): SyncMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string, read: (now: SyncStats) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(stats()));
      },
    });
  gauge('studio_sync_connections', 'Sockets with at least one open document', (now) => now.connections);
  gauge('studio_sync_documents', 'Documents in memory', (now) => now.documents);
  const entries = new Histogram({
    name: 'studio_journal_batch_entries',
    help: 'Updates stored by one commit',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
    registers,
  });
  const seconds = new Histogram({
    name: 'studio_journal_commit_seconds',
    help: 'Time of one commit of the journal',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const bytes = new Counter({ name: 'studio_journal_bytes_total', help: 'Bytes of updates stored', registers });
  const refused = new Counter({
    name: 'studio_sync_refused_total',
    help: 'Edits and documents refused, by reason',
    labelNames: ['reason'],
    registers,
  });
  const folded = new Counter({
    name: 'studio_journal_folded_total',
    help: 'Journal rows folded into states',
    registers,
  });
  const encoded = new Counter({
    name: 'studio_sync_encoded_bytes_total',
    help: 'Bytes of whole documents encoded for clients that came with nothing',
    registers,
  });
  return {
    batch(batch) {
      entries.observe(batch.entries);
      seconds.observe(batch.durationMs / 1000);
      bytes.inc(batch.bytes);
    },
    refused: (reason) => refused.inc({ reason }),
    folded: (rows) => folded.inc(rows),
    encoded: (size) => encoded.inc(size),
  };
}
