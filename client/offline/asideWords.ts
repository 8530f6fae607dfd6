import type { Role } from '@studio/shared/access';
import { type AsideReason, isPart, type SetAside } from './setAside.ts';

const ROLES: { readonly [role in Role]: string } = {
  owner: 'the owner',
  admin: 'an admin',
  editor: 'an editor',
  reviewer: 'a reviewer',
  viewer: 'a viewer',
};

/** The number of edits in words. */
export function editsInWords(count: number): string {
  return count === 1 ? '1 edit' : `${count} edits`;
}

/**
 * Says which edits of one project were not taken, why, and where they are. `role` is the person's role in it now, or null
 * where that is not known; `isInTabOnly` when the device had no room for them.
 */
export function asideWords(
  records: readonly SetAside[],
  role: Role | null,
  { mayEdit, isInTabOnly }: { readonly mayEdit: boolean; readonly isInTabOnly: boolean },
): string {
  const [first] = records;
  if (!first) return '';
  if (records.every(({ reason }) => isPart(reason))) return partWords(records, first.title);
  const refused = records.filter(({ reason }) => !isPart(reason));
  const count = refused.reduce((sum, { edits }) => sum + edits, 0);
  const reason = refused[0]?.reason ?? first.reason;
  const verb = count === 1 ? 'was' : 'were';
  const are = count === 1 ? 'It is' : 'They are';
  const kept = isInTabOnly
    ? `${are} in this tab only, because this device's storage is full: download before you close it.`
    : `${are} kept on this device.`;
  if (mayEdit)
    return `Your ${editsInWords(count)} ${verb} not taken. ${kept} You may edit this project again: send them now?`;
  return `Your ${editsInWords(count)} ${verb} not taken: ${because(reason, role)} ${kept}`;
}

/** Names what was set aside of a document when only parts of it were. */
export function partInWords(records: readonly SetAside[]): string {
  const isIncomplete = records.some(({ reason }) => reason === 'incomplete');
  return isIncomplete ? 'the edits that could not be sent' : 'what could not be read';
}

function partWords(records: readonly SetAside[], title: string): string {
  const open = 'What the server has is open.';
  if (records.some(({ reason }) => reason === 'incomplete')) {
    return `Some edits that you made on this device could not be sent: a part of its copy of “${title}” that they build on is missing. They are kept on this device. ${open}`;
  }
  return `A part of this device's copy of “${title}” could not be read. It was set aside on this device. ${open}`;
}

function because(reason: AsideReason, role: Role | null): string {
  switch (reason) {
    case 'not-a-member':
      return 'you have no access to this project any more.';
    case 'archived':
      return 'the project was archived.';
    case 'link-ended':
      return 'the link has ended.';
    default:
      return role === null ? 'your role does not allow them.' : `you are ${ROLES[role]} of this project now.`;
  }
}
