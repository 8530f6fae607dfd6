import { nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import { expect } from 'vitest';
import { agree, type Editor } from './editor.ts';

const BETWEEN_KEYS_MS = 15;

/** Both type a sentence into one prompt at the same time, one at its start and one at its end; no letter is lost or doubled. */
export async function typeTogether(one: Editor, other: Editor, nodeId: string): Promise<void> {
  const before = promptOf(one, nodeId);
  await Promise.all([
    type(one, nodeId, 'Wide shot, anamorphic. ', (_length, typed) => typed),
    type(other, nodeId, ', rain on the lens', (length) => length),
  ]);
  await agree(one, other);
  const after = `Wide shot, anamorphic. ${before}, rain on the lens`;
  expect(promptOf(one, nodeId)).toBe(after);
  expect(promptOf(other, nodeId)).toBe(after);
}

async function type(
  editor: Editor,
  nodeId: string,
  words: string,
  caret: (length: number, typed: number) => number,
): Promise<void> {
  const text = unwrap(nodeText(editor.project, nodeId, 'prompt'));
  for (const [typed, letter] of [...words].entries()) {
    text.insert(caret(text.length, typed), letter);
    // As fast as nobody types, and yet slow enough that each sees the other's letters come in between.
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_KEYS_MS));
  }
}

function promptOf(editor: Editor, nodeId: string): string {
  return unwrap(nodeText(editor.project, nodeId, 'prompt')).toString();
}
