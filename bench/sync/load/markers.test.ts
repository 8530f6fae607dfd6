import { expect, test } from 'vitest';
import { createMarkScanner, markOf } from './markers.ts';

function scan(...pieces: readonly string[]): readonly number[] {
  const found: number[] = [];
  const take = createMarkScanner((edit) => found.push(edit));
  for (const piece of pieces) take(Buffer.from(piece, 'latin1'));
  return found;
}

test('every mark of a frame counts, side by side too', () => {
  expect(scan(`x${markOf(1)}y${markOf(20)}${markOf(3)}z`)).toEqual([1, 20, 3]);
});

test.each([1, 2, 3, 4])('a mark that is cut after %i bytes is found when the rest comes', (bytes) => {
  const mark = markOf(123);
  expect(scan(`ab${mark.slice(0, bytes)}`, `${mark.slice(bytes)}cd`)).toEqual([123]);
});

test('a tilde that is something else, such as a length of 126, hides no mark and is none', () => {
  expect(scan(`~${markOf(7)}~~a~1 ~`, 'b~')).toEqual([7]);
});
