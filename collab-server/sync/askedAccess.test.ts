import { ok } from '@studio/shared/result';
import { expect, test } from 'vitest';
import { createAskedAccess } from './askedAccess.ts';
import { member } from './fixtures/testAccess.ts';
import type { SyncSocket } from './syncSocket.ts';
import { Visit } from './visit.ts';

const projectId = '00000000-0000-4000-8000-000000000001';

function visitOf(personId: string): Visit {
  return new Visit({} as SyncSocket, member(personId), { kind: 'project', projectId }, true, 0);
}

test('fifty sockets of one person are one question; another person, and another epoch, are others', async () => {
  const answers: (() => void)[] = [];
  const ask = createAskedAccess({
    authorise: () => new Promise((resolve) => answers.push(() => resolve(ok('read')))),
  });
  const asked = Array.from({ length: 50 }, () => ask(visitOf('ada'), 1));
  asked.push(ask(visitOf('ben'), 1));
  expect(answers).toHaveLength(2);
  // What was asked before a change may answer what was so before it.
  asked.push(ask(visitOf('ada'), 2));
  expect(answers).toHaveLength(3);
  for (const answer of answers) answer();
  for (const one of await Promise.all(asked)) expect(one).toEqual(ok('read'));
  void ask(visitOf('ada'), 2);
  expect(answers).toHaveLength(4);
});
