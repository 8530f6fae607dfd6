import type { SchemaMigration } from '../migrate.ts';

/** The journal of documents, the states it is folded into, and the outbox of intents. */
export const m0003Journal: SchemaMigration = {
  name: '0003Journal',
  statements: [
    `create table journal (
      id bigint generated always as identity primary key, document text not null, author_kind text not null,
      author_id text not null, at timestamptz not null, update bytea not null)`,
    'create index journal_document on journal (document, id)',
    // Updates are small and already dense: compressing them costs more than it saves.
    'alter table journal alter column update set storage external',
    `create table document_states (
      document text primary key, state bytea not null, folded_at timestamptz not null)`,
    `create table outbox (
      id bigint generated always as identity primary key, project_id uuid not null,
      kind text not null check (kind in ('intent', 'cancellation')), key text not null, payload jsonb not null,
      at timestamptz not null, handed_at timestamptz, unique (project_id, kind, key))`,
    'create index outbox_waiting on outbox (id) where handed_at is null',
  ],
};
