import { EditorView } from '@codemirror/view';

/** The editor in the page's tokens; carets of colleagues keep their own colours. */
export const promptTheme = EditorView.theme({
  '&': {
    border: '1px solid var(--line)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface-1)',
    color: 'var(--ink)',
    fontSize: '13px',
    minHeight: '88px',
    maxHeight: '280px',
  },
  '&:hover, &.cm-focused': { borderColor: 'var(--line-strong)' },
  '&.cm-focused': { outline: '2px solid var(--ink)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--ink)', minHeight: '76px' },
  '.cm-line': { padding: '0 8px' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-ySelectionInfo': {
    opacity: '1',
    fontFamily: 'inherit',
    fontSize: '11px',
    fontWeight: '500',
    lineHeight: '14px',
    padding: '0 4px',
    borderRadius: '4px',
    top: '-15px',
    color: '#000',
  },
  '.cm-ySelectionCaretDot': { display: 'none' },
});
