import { expect, test } from 'vitest';
import { checkEdits, FLAWS, type Reading, type Verdict } from './checkEdits.ts';

const records = [{ writer: 'ada', written: 5, acknowledged: 3 }];

function reading(list: readonly number[], keys: readonly number[] = list, writer = 'ada'): Reading {
  return new Map([[writer, { keys: new Set(keys), list }]]);
}

/** The flaws that were found, without the kinds of which there are none. */
function flawsOf(verdict: Verdict): Partial<Verdict> {
  return Object.fromEntries(FLAWS.flatMap((flaw) => (verdict[flaw].length > 0 ? [[flaw, verdict[flaw]]] : [])));
}

test('what was acknowledged must be there; what was not may be, as far as it goes', () => {
  for (const there of [
    [1, 2, 3],
    [1, 2, 3, 4],
    [1, 2, 3, 4, 5],
  ]) {
    expect(flawsOf(checkEdits(records, reading(there)))).toEqual({});
  }
  expect(flawsOf(checkEdits(records, reading([1, 2])))).toEqual({ lost: ['ada.3'] });
  expect(flawsOf(checkEdits(records, new Map()))).toEqual({ lost: ['ada.1', 'ada.2', 'ada.3'] });
});

test('an edit that is there twice is doubled, however often', () => {
  expect(flawsOf(checkEdits(records, reading([1, 2, 2, 2, 3])))).toEqual({ doubled: ['ada.2'] });
  expect(flawsOf(checkEdits(records, reading([1, 2, 3, 1])))).toEqual({ doubled: ['ada.1'] });
});

test('an edit without an earlier one of its writer, or before it, is disordered', () => {
  expect(flawsOf(checkEdits(records, reading([1, 2, 3, 5])))).toEqual({ disordered: ['ada.5'] });
  expect(flawsOf(checkEdits(records, reading([1, 3, 2])))).toEqual({ disordered: ['ada.3', 'ada.2'] });
  expect(flawsOf(checkEdits(records, reading([1, 3])))).toEqual({ lost: ['ada.2'], disordered: ['ada.3'] });
});

test('what an earlier reader saw must still be there, acknowledged or not', () => {
  const earlier = reading([1, 2, 3, 4]);
  expect(flawsOf(checkEdits(records, reading([1, 2, 3, 4]), earlier))).toEqual({});
  expect(flawsOf(checkEdits(records, reading([1, 2, 3]), earlier))).toEqual({ vanished: ['ada.4'] });
});

test('half of a transaction is torn, and lost when it was acknowledged', () => {
  expect(flawsOf(checkEdits(records, reading([1, 2, 3, 4], [1, 2, 3])))).toEqual({ torn: ['ada.4'] });
  expect(flawsOf(checkEdits(records, reading([1, 2], [1, 2, 3])))).toEqual({ lost: ['ada.3'], torn: ['ada.3'] });
});

test('an edit that nobody made is invented', () => {
  expect(flawsOf(checkEdits(records, reading([1, 2, 3, 4, 5, 6])))).toEqual({ invented: ['ada.6'] });
  const strangers = new Map([...reading([1, 2, 3]), ...reading([1], [1], 'eve')]);
  expect(flawsOf(checkEdits(records, strangers))).toEqual({ invented: ['eve.1'] });
});

test('writers are told apart', () => {
  const two = [...records, { writer: 'ben', written: 2, acknowledged: 2 }];
  const both = new Map([...reading([1, 2, 3]), ...reading([1], [1], 'ben')]);
  expect(flawsOf(checkEdits(two, both))).toEqual({ lost: ['ben.2'] });
});
