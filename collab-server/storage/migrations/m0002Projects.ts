import type { SchemaMigration } from '../migrate.ts';

/** Projects, their members, share links with their guests, which blobs belong to whom, and the runners' heartbeats. */
export const m0002Projects: SchemaMigration = {
  name: '0002Projects',
  statements: [
    `create table projects (
      id uuid primary key, title text not null, logline text not null default '', poster text,
      shot_count integer not null default 0, changed_at timestamptz not null,
      is_archived boolean not null default false, is_sample boolean not null default false,
      created_at timestamptz not null)`,
    // Servers start together: only one of them may make the sample film.
    'create unique index projects_one_sample on projects (is_sample) where is_sample',
    `create table project_members (
      project_id uuid not null references projects on delete cascade,
      person_id text not null references people on delete cascade,
      role text not null, added_at timestamptz not null, primary key (project_id, person_id))`,
    'create index project_members_person on project_members (person_id)',
    `create table share_links (
      id uuid primary key, project_id uuid not null references projects on delete cascade, label text not null,
      subjects jsonb not null, may_comment boolean not null, token_hash text not null unique,
      created_by text references people on delete set null, created_at timestamptz not null,
      expires_at timestamptz, revoked_at timestamptz)`,
    'create index share_links_project on share_links (project_id)',
    `create table guests (
      id uuid primary key, link_id uuid not null references share_links on delete cascade, name text not null,
      color text not null, pass_hash text not null unique, entered_at timestamptz not null)`,
    'create index guests_link on guests (link_id)',
    `create table project_blobs (
      project_id uuid not null references projects on delete cascade, sha256 text not null, mime text not null,
      bytes bigint not null, added_at timestamptz not null, primary key (project_id, sha256))`,
    'create index project_blobs_sha256 on project_blobs (sha256)',
    `create table shared_blobs (
      link_id uuid not null references share_links on delete cascade, sha256 text not null,
      primary key (link_id, sha256))`,
    'create table runner_status (id text primary key, status jsonb not null, seen_at timestamptz not null)',
  ],
};
