import type { SchemaMigration } from '../migrate.ts';

/** The tables of better-auth as its own generator writes them (a test compares), and the tokens for the first owner. */
export const m0001Accounts: SchemaMigration = {
  name: '0001Accounts',
  statements: [
    `create table people (
      id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null,
      image text, color text not null,
      "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp)`,
    `create table sessions (
      id text primary key, "expiresAt" timestamptz not null, token text not null unique,
      "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null,
      "ipAddress" text, "userAgent" text, "userId" text not null references people on delete cascade,
      "activeOrganizationId" text)`,
    `create table credentials (
      id text primary key, "accountId" text not null, "providerId" text not null,
      "userId" text not null references people on delete cascade, "accessToken" text, "refreshToken" text,
      "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, scope text,
      password text, "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null)`,
    `create table verifications (
      id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp)`,
    `create table studios (
      id text primary key, name text not null, slug text not null unique, logo text,
      "createdAt" timestamptz not null, metadata text)`,
    `create table studio_members (
      id text primary key, "organizationId" text not null references studios on delete cascade,
      "userId" text not null references people on delete cascade, role text not null, "createdAt" timestamptz not null,
      unique ("organizationId", "userId"))`,
    `create table invitations (
      id text primary key, "organizationId" text not null references studios on delete cascade, email text not null,
      role text, status text not null, "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default current_timestamp,
      "inviterId" text not null references people on delete cascade, "projectId" text)`,
    `create table api_keys (
      id text primary key, "configId" text not null, name text, start text, "referenceId" text not null, prefix text,
      key text not null, "refillInterval" integer, "refillAmount" integer, "lastRefillAt" timestamptz, enabled boolean,
      "rateLimitEnabled" boolean, "rateLimitTimeWindow" integer, "rateLimitMax" integer, "requestCount" integer,
      remaining integer, "lastRequest" timestamptz, "expiresAt" timestamptz, "createdAt" timestamptz not null,
      "updatedAt" timestamptz not null, permissions text, metadata text)`,
    'create index "sessions_userId_idx" on sessions ("userId")',
    'create index "credentials_userId_idx" on credentials ("userId")',
    'create index "verifications_identifier_idx" on verifications (identifier)',
    'create index "studio_members_organizationId_idx" on studio_members ("organizationId")',
    'create index "studio_members_userId_idx" on studio_members ("userId")',
    'create index "invitations_organizationId_idx" on invitations ("organizationId")',
    'create index "invitations_email_idx" on invitations (email)',
    'create index "api_keys_configId_idx" on api_keys ("configId")',
    'create index "api_keys_referenceId_idx" on api_keys ("referenceId")',
    'create index "api_keys_key_idx" on api_keys (key)',
    'create table setup_tokens (token_hash text primary key, made_at timestamptz not null)',
  ],
};
