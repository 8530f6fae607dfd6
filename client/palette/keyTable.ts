/** A line of the table of keys. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly act: string;
}

/** The keys of one zone. */
export interface KeyZone {
  readonly zone: string;
  readonly lines: readonly KeyLine[];
}

const line = (act: string, ...keys: readonly string[]): KeyLine => ({ act, keys });

/** Every key that works, by the zone that has the focus. `Mod` is Ctrl, or ⌘ on a Mac. */
export const KEY_TABLE: readonly KeyZone[] = [
  {
    zone: 'Everywhere',
    lines: [
      line('Command palette', 'Mod+K'),
      line('This table', 'Shift+?', 'Mod+/'),
      line('Undo and redo what I did', 'Mod+Z', 'Mod+Shift+Z'),
      line('Name this version', 'Mod+S'),
      line('Stop following', 'Esc'),
    ],
  },
  {
    zone: 'Canvas',
    lines: [
      line('Add a node', 'Tab', 'Shift+A', 'Double click'),
      line('Run the selection', 'Mod+Enter'),
      line('Pan', 'Space and drag', 'Middle button'),
      line('Move the selection; further', 'Arrows', 'Shift+Arrows'),
      line('Fit all; fit the selection', 'Shift+1', 'Shift+2', 'F'),
      line('Select all', 'Mod+A'),
      line('Copy, cut, paste', 'Mod+C', 'Mod+X', 'Mod+V'),
      line('Duplicate', 'Mod+D'),
      line('Delete', 'Del'),
      line('First node; select the node with the focus', 'Enter'),
      line('Select nothing', 'Esc'),
    ],
  },
  {
    zone: 'Player',
    lines: [
      line('Play or pause', 'Space'),
      line('Back, hold, forward; again is faster', 'J', 'K', 'L'),
      line('One frame', 'K+J', 'K+L', '←', '→'),
      line('Ten frames', 'Shift+←', 'Shift+→'),
      line('First and last frame', 'Home', 'End'),
      line('Mark in, mark out, clear both', 'I', 'O', 'Alt+X'),
      line('Loop', 'Shift+L'),
    ],
  },
  {
    zone: 'Takes',
    lines: [
      line('Show a Take', '1–9'),
      line('Make active', 'Enter'),
      line('Compare', 'M'),
      line('Shot before, shot after', '↑', '↓'),
      line('Run this shot', 'Mod+Enter'),
      line('Previous note, next note', ',', '.'),
      line('Approve, request changes', 'A', 'R'),
    ],
  },
  {
    zone: 'Timeline',
    lines: [
      line('Previous cut, next cut', '↑', '↓'),
      line('Move the clip', 'Alt+←', 'Alt+→'),
      line('Trim start, trim end to the playhead', '[', ']'),
      line('Remove the clip', 'Del'),
      line('Zoom', '+', '-'),
      line('Whole cut', 'Shift+1'),
    ],
  },
];

/** A key as this machine's keyboard names it. */
export function keyName(key: string, isMac: boolean): string {
  return key.replace('Mod', isMac ? '⌘' : 'Ctrl');
}
