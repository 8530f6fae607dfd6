import { randomUUID } from 'node:crypto';
import { addNode, nodeText } from '@studio/shared/document';
import { unwrap } from '@studio/shared/result';
import type { Editor } from './editor.ts';

/** Somebody who writes without a pause: numbered words into a shared prompt, each with a node of its own. */
export interface SteadyWriter {
  /** The words that the server has acknowledged so far. */
  acknowledged(): readonly string[];
  /** The nodes of those words. */
  acknowledgedNodes(): readonly string[];
  /** The words that were written, acknowledged or not. */
  written(): readonly string[];
  /** Writes no more; resolves when the last edit is acknowledged, or at once when it is not to be waited for. */
  stop(): void;
}

/** Starts writing as `editor` into the prompt of a node; `mark` tells this writer's words from others'. */
export function writeSteadily(editor: Editor, nodeId: string, mark: string): SteadyWriter {
  const written: { word: string; node: string }[] = [];
  let acknowledgedCount = 0;
  let isStopped = false;
  const write = async (): Promise<void> => {
    while (!isStopped) {
      const word = `${mark}${written.length}`;
      const node = randomUUID();
      const text = unwrap(nodeText(editor.project, nodeId, 'prompt'));
      unwrap(addNode(editor.project, { id: node, type: 'note', position: { x: 0, y: 0 }, texts: { text: word } }));
      text.insert(text.length, ` ${word}`);
      written.push({ word, node });
      const count = written.length;
      // When the studio is killed the last acknowledgement never comes: the writer ends there, which is what callers look at.
      const isSaved = await editor.saved().then(
        () => true,
        () => false,
      );
      if (!isSaved) return;
      acknowledgedCount = count;
    }
  };
  // Anything else that ends it is a fault, told to whoever looks at what was written.
  let fault: unknown;
  write().catch((error: unknown) => {
    fault = error;
  });
  const acknowledged = () => {
    if (fault !== undefined) throw new Error('The writer stopped by itself.', { cause: fault });
    return written.slice(0, acknowledgedCount);
  };
  return {
    acknowledged: () => acknowledged().map(({ word }) => word),
    acknowledgedNodes: () => acknowledged().map(({ node }) => node),
    written: () => written.map(({ word }) => word),
    stop: () => {
      isStopped = true;
    },
  };
}

/** The numbered words of writers that a prompt holds, in order. */
export function wordsIn(editor: Editor, nodeId: string): readonly string[] {
  return unwrap(nodeText(editor.project, nodeId, 'prompt'))
    .toString()
    .split(/\s+/)
    .filter((word) => /^[A-Z]\d+$/.test(word));
}
