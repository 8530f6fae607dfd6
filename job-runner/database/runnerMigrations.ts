/** One named step of the schema `runner`; kept for ever once released. */
export interface RunnerMigration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** The steps of the schema `runner`, in order. */
export const RUNNER_MIGRATIONS: readonly RunnerMigration[] = [
  {
    name: '0001Runs',
    statements: [
      `create table runner.intents (
        intent_id uuid primary key, project_id uuid not null, kind text not null, payload jsonb not null,
        queue text not null, quality text not null, notice text not null, priority integer not null,
        person_id text not null, attempt integer not null default 0, accepted_at timestamptz not null,
        final_state text, final_at timestamptz)`,
      'create index intents_open on runner.intents (accepted_at) where final_at is null',
      // A cancellation may overtake the intent it is about, so it stands on its own.
      `create table runner.cancellations (intent_id uuid primary key, cancelled_at timestamptz not null)`,
      `create table runner.attempts (
        intent_id uuid not null, attempt integer not null, runner text not null, worker text not null,
        state text not null, started_at timestamptz not null, finished_at timestamptz,
        primary key (intent_id, attempt))`,
      `create table runner.prompts (
        prompt_id uuid primary key, intent_id uuid not null, take_index integer not null, attempt integer not null,
        worker text not null, quality text not null, state text not null, posted_at timestamptz not null)`,
      'create index prompts_intent on runner.prompts (intent_id, take_index)',
      `create table runner.takes_issued (
        intent_id uuid not null, take_index integer not null, project_id uuid not null, slot_id text not null,
        request_hash text not null, version integer not null, number integer not null, attempt integer not null,
        take jsonb not null, issued_at timestamptz not null, primary key (intent_id, take_index))`,
      'create index takes_issued_slot on runner.takes_issued (project_id, slot_id)',
      `create table runner.workers (
        url text primary key, vram_bytes bigint not null, memory_gb integer not null, seen_at timestamptz not null)`,
    ],
  },
  {
    name: '0002FrozenInputs',
    statements: [
      'alter table runner.intents add column frozen jsonb',
      // Two people may answer one question at once: the first row stands.
      `create table runner.answers (asked_id uuid primary key, answer_id uuid not null)`,
    ],
  },
];
