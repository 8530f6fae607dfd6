import { defaultKeymap } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
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

/** Whether one may type, which may change while one does. */
const access = new Compartment();

/** An editor bound to a shared text: two people's typing merges by character, each sees the other's caret and name. */
export function PromptEditor({ text, label, placeholder }: PromptEditorProps) {
  const { presence, undo, canEdit } = useProjectSession();
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  useEffect(() => {
    if (!place.current) return undefined;
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text.toJSON(),
        extensions: [
          keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          access.of([]),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true', spellcheck: 'true' }),
          showPlaceholder(placeholder),
          promptTheme,
          yCollab(text, presence.awareness, { undoManager: undo }),
        ],
      }),
    });
    editor.current = view;
    return () => {
      view.destroy();
      // Else my caret stays in a text that I have left.
      presence.awareness.setLocalStateField('cursor', null);
    };
  }, [text, label, placeholder, presence, undo]);
  useEffect(() => {
    const view = editor.current;
    // Whoever is typing while editing is paused keeps their place.
    const isEditable = canEdit || view?.hasFocus === true;
    const extensions = [EditorState.readOnly.of(!canEdit), EditorView.editable.of(isEditable)];
    view?.dispatch({ effects: access.reconfigure(extensions) });
  }, [text, label, placeholder, presence, undo, canEdit]);
  return <div ref={place} className={canEdit ? '' : 'opacity-70'} />;
}
