import { isRole, type Role } from '@studio/shared/access';
import type { Person } from '@studio/shared/api';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/database.ts';

/** The one studio of an installation. */
export interface Studio {
  readonly id: string;
  readonly name: string;
}

/** Reads the studio; undefined before the first owner made it. */
export async function readStudio(database: Kysely<Database>): Promise<Studio | undefined> {
  return database.selectFrom('studios').select(['id', 'name']).orderBy('createdAt').limit(1).executeTakeFirst();
}

/** Everybody of the studio, by name. */
export async function listPeople(database: Kysely<Database>): Promise<Person[]> {
  const rows = await peopleOf(database).orderBy('people.name').orderBy('people.id').execute();
  return rows.map(presentPerson);
}

/** Somebody of the studio by id. */
export async function findPerson(database: Kysely<Database>, personId: string): Promise<Person | undefined> {
  const row = await peopleOf(database).where('people.id', '=', personId).executeTakeFirst();
  return row && presentPerson(row);
}

function peopleOf(database: Kysely<Database>) {
  return database
    .selectFrom('people')
    .innerJoin('studio_members', 'studio_members.userId', 'people.id')
    .select(['people.id', 'people.name', 'people.email', 'people.color', 'studio_members.role']);
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly color: string;
  readonly role: string;
}

function presentPerson(row: PersonRow): Person {
  return { ...row, role: readRole(row.role) };
}

/** A stored role; a word that this version does not know carries no rights. */
export function readRole(stored: string | null): Role {
  return isRole(stored) ? stored : 'viewer';
}
