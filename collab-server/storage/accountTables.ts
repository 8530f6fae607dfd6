import type { ColumnType } from 'kysely';

type Timestamp = ColumnType<Date, Date | undefined, Date>;

/** People, their sessions and the studio. better-auth writes most of these, so their columns are spelled as it spells them. */
export interface AccountTables {
  people: {
    id: string;
    name: string;
    email: string;
    emailVerified: boolean;
    image: string | null;
    color: string;
    createdAt: Timestamp;
    updatedAt: Timestamp;
  };
  sessions: {
    id: string;
    userId: string;
    token: string;
    expiresAt: Date;
    createdAt: Timestamp;
    updatedAt: Timestamp;
    ipAddress: string | null;
    userAgent: string | null;
    activeOrganizationId: string | null;
  };
  studios: {
    id: string;
    name: string;
    slug: string;
    logo: string | null;
    metadata: string | null;
    createdAt: Timestamp;
  };
  studio_members: {
    id: string;
    organizationId: string;
    userId: string;
    role: string;
    createdAt: Timestamp;
  };
  invitations: {
    id: string;
    organizationId: string;
    email: string;
    role: string | null;
    status: string;
    expiresAt: Date;
    createdAt: Timestamp;
    inviterId: string;
    projectId: string | null;
  };
  api_keys: {
    id: string;
    name: string | null;
    start: string | null;
    referenceId: string;
    enabled: boolean | null;
    createdAt: Timestamp;
    expiresAt: Date | null;
  };
  /** Passwords, hashed by better-auth; `accountId` is the person's id and `providerId` is `credential`. */
  credentials: {
    id: string;
    accountId: string;
    providerId: string;
    userId: string;
    password: string | null;
    createdAt: Timestamp;
    updatedAt: Timestamp;
  };
  /** One-time tokens that make the first owner, hashed: one is made at each start of a server while there is no owner. */
  setup_tokens: {
    token_hash: string;
    made_at: Date;
  };
}
