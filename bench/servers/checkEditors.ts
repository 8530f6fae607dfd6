import * as Y from 'yjs';
import type { SteadyEditor } from './steadyEditor.ts';

/** What is wrong with a document after its editors wrote into it; each counts edits, `unequal` replicas. */
export interface EditorsVerdict {
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** Made by somebody who stayed, and not there although they had time to send it. */
  readonly missing: number;
  /** There, and made by nobody. */
  readonly invented: number;
  /** Editors who stayed and hold something else than the document. */
  readonly unequal: number;
}

/** Who edited: those who stayed, and those who left in the middle and brought nothing back. */
export interface Crew {
  readonly stayed: readonly SteadyEditor[];
  readonly left: readonly SteadyEditor[];
}

/** Compares a document, as somebody read it who had nothing of it, with what its editors know. */
export function checkEditors(document: Y.Doc, root: string, { stayed, left }: Crew): EditorsVerdict {
  const found = new Set(document.getMap(root).keys());
  const absent = (editor: SteadyEditor, upTo: number) => {
    let count = 0;
    for (let edit = 1; edit <= upTo; edit += 1) if (!found.has(`${editor.name}.${edit}`)) count += 1;
    return count;
  };
  const all = [...stayed, ...left];
  const made = new Set(all.flatMap((editor) => keysOf(editor)));
  return {
    lost: sum(all.map((editor) => absent(editor, editor.acknowledged()))),
    missing: sum(stayed.map((editor) => absent(editor, editor.written()))),
    invented: [...found].filter((key) => !made.has(key)).length,
    unequal: stayed.filter((editor) => !isSame(editor.doc, document, root)).length,
  };
}

/** The same operations, and the same values by them. */
function isSame(one: Y.Doc, other: Y.Doc, root: string): boolean {
  return operationsOf(one) === operationsOf(other) && valuesOf(one, root) === valuesOf(other, root);
}

function operationsOf(doc: Y.Doc): string {
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))]
    .map(([client, clock]) => `${client} ${clock}`)
    .toSorted()
    .join();
}

function valuesOf(doc: Y.Doc, root: string): string {
  return [...doc.getMap(root)]
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
    .toSorted()
    .join();
}

function keysOf(editor: SteadyEditor): readonly string[] {
  return Array.from({ length: editor.written() }, (_none, index) => `${editor.name}.${index + 1}`);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
