import { defaultKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder as showPlaceholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type * as Y from 'yjs';
import { useProjectSession } from '../../sync/useProject.tsx';
import { promptTheme } from './promptTheme.ts';

export interface PromptEditorProps {
  readonly text: Y.Text;
  readonly label: string;
  readonly placeholder: string;
}

/** An editor bound to a shared text: two people's typing merges by character, each sees the other's caret and name. */
export function PromptEditor({ text, label, placeholder }: PromptEditorProps) {
  const { presence, undo, canEdit } = useProjectSession();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text.toJSON(),
        extensions: [
          keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(!canEdit),
          EditorView.editable.of(canEdit),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true', spellcheck: 'true' }),
          showPlaceholder(placeholder),
          promptTheme,
          yCollab(text, presence.awareness, { undoManager: undo }),
        ],
      }),
    });
    return () => {
      view.destroy();
      // Else my caret stays in a text that I have left.
      presence.awareness.setLocalStateField('cursor', null);
    };
  }, [text, label, placeholder, presence, undo, canEdit]);
  return <div ref={place} className={canEdit ? '' : 'opacity-70'} />;
}
