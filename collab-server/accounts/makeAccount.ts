import { randomUUID } from 'node:crypto';
import type { Role } from '@studio/shared/access';
import type { Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { Auth } from './createAuth.ts';
import { presenceColor } from './presenceColor.ts';

/** Somebody who gets an account; `passwordHash` comes from `hashPassword`. */
export interface NewAccount {
  readonly studioId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly at: Date;
}

/** Hashes a password as sign-in will check it. */
export async function hashPassword(auth: Auth, password: string): Promise<string> {
  return (await auth.$context).password.hash(password);
}

/** Makes a person with password and membership of the studio; all of it or, with the transaction, nothing. */
export async function makeAccount(transaction: Transaction<Database>, account: NewAccount): Promise<string> {
  const id = randomUUID();
  const times = { createdAt: account.at, updatedAt: account.at };
  const email = account.email.toLowerCase();
  await transaction
    .insertInto('people')
    .values({ id, name: account.name, email, emailVerified: true, image: null, color: presenceColor(id), ...times })
    .execute();
  await transaction
    .insertInto('credentials')
    .values({
      id: randomUUID(),
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: account.passwordHash,
      ...times,
    })
    .execute();
  await transaction
    .insertInto('studio_members')
    .values({
      id: randomUUID(),
      organizationId: account.studioId,
      userId: id,
      role: account.role,
      createdAt: account.at,
    })
    .execute();
  return id;
}
