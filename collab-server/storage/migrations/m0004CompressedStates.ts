import type { SchemaMigration } from '../migrate.ts';

/** States say how they are written, so that old ones stay readable for ever, and carry a version that each fold changes. */
export const m0004CompressedStates: SchemaMigration = {
  name: '0004CompressedStates',
  statements: [
    `alter table document_states
      add column encoding text not null default 'v1' check (encoding in ('v1', 'v2-brotli')),
      add column version uuid not null default gen_random_uuid()`,
    // States are compressed before they come here: trying it again costs time and saves nothing.
    'alter table document_states alter column state set storage external',
  ],
};
