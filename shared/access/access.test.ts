import { expect, test } from 'vitest';
import { can, documentAccess, ROLES, type Access, type DocumentSubject, type Visitor } from './index.ts';

const KINDS = ['project', 'ledger', 'review', 'board', 'share'] as const;
const EXPECTED: Readonly<Record<(typeof ROLES)[number], readonly Access[]>> = {
  owner: ['write', 'read', 'write', 'write', 'none'],
  admin: ['write', 'read', 'write', 'write', 'none'],
  editor: ['write', 'read', 'write', 'write', 'none'],
  reviewer: ['read', 'read', 'write', 'read', 'none'],
  viewer: ['read', 'read', 'read', 'read', 'none'],
};

test.each(ROLES)('the table of documents for a %s', (role) => {
  expect(KINDS.map((kind) => documentAccess({ kind: 'member', role }, { kind }))).toEqual(EXPECTED[role]);
});

test('nobody but our own services writes the ledger', () => {
  for (const role of ROLES) expect(documentAccess({ kind: 'member', role }, { kind: 'ledger' })).not.toBe('write');
  expect(documentAccess({ kind: 'service' }, { kind: 'ledger' })).toBe('write');
});

test('a guest has the link and the reviews of its shots, nothing else', () => {
  const guest: Visitor = { kind: 'guest', linkId: 'l1', subjects: ['s1'], mayComment: true };
  const access = (document: DocumentSubject) => documentAccess(guest, document);
  expect(access({ kind: 'share', linkId: 'l1' })).toBe('read');
  expect(access({ kind: 'share', linkId: 'l2' })).toBe('none');
  expect(access({ kind: 'review', subject: 's1' })).toBe('write');
  expect(access({ kind: 'review', subject: 's2' })).toBe('none');
  for (const kind of ['project', 'ledger', 'board'] as const) expect(access({ kind })).toBe('none');
  expect(documentAccess({ ...guest, mayComment: false }, { kind: 'review', subject: 's1' })).toBe('read');
});

test('capabilities follow the role', () => {
  expect(ROLES.map((role) => can(role, 'studio.members'))).toEqual([true, true, false, false, false]);
  expect(ROLES.map((role) => can(role, 'project.snapshot'))).toEqual([true, true, true, false, false]);
});
