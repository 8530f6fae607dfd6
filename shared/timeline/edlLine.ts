/** One line of an EDL by what it states; `other` is a line that this reader does not need. Timecodes are still text. */
export type EdlLine =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'fcm'; readonly drop: boolean }
  | EdlEventLine
  | { readonly kind: 'speed'; readonly reel: string; readonly framesPerSecond: number }
  | { readonly kind: 'comment'; readonly name: string; readonly text: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'other' };

/** An event line; `times` are source in, source out, record in and record out as written. */
export type EdlEventLine = {
  readonly kind: 'event';
  readonly number: string;
  readonly reel: string;
  readonly channel: string;
  readonly transition: string;
  readonly durationFrames: number;
  readonly times: readonly [string, string, string, string];
};

const longestLine = 1000;
const time = String.raw`\s+(\d{1,2}[:.;]\d{2}[:.;]\d{2}[:.;]\d{2,3}|\d{1,9})`;
/** Read by token from the right: columns drift between vendors, and reels may hold spaces and dots. */
const eventPattern = new RegExp(
  String.raw`^(\d+)\s+(\S.*?)\s+(NONE|B|V\d*|A{1,2}\d*(?:/V)?)\s+(C|D|W\d{1,3}|K[BO]?)(?:\s+(\d{1,4}))?${time.repeat(4)}$`,
);

/** Reads one line of a CMX3600 EDL or of its wider relatives; lines that start with a number but are no event are `malformed`. */
export function readEdlLine(line: string): EdlLine {
  const text = line.slice(0, longestLine).trim();
  if (/^\d+\s/.test(text)) return readEvent(text);
  const title = /^TITLE:\s*(.*)$/.exec(text);
  if (title !== null) return { kind: 'title', text: title[1] ?? '' };
  const fcm = /^FCM:\s*(NON[- ]?)?DROP/.exec(text);
  if (fcm !== null) return { kind: 'fcm', drop: fcm[1] === undefined };
  if (text.startsWith('*')) return readComment(text);
  const speed = /^M2\s+(\S.*?)\s+(-?\d{1,5}(?:\.\d+)?)\s+\d{1,2}[:.;]/.exec(text);
  if (speed !== null) return { kind: 'speed', reel: speed[1] ?? '', framesPerSecond: Number(speed[2]) };
  return { kind: 'other' };
}

function readEvent(text: string): EdlLine {
  const match = eventPattern.exec(text);
  if (match === null) return { kind: 'malformed' };
  const [, number = '', reel = '', channel = '', transition = '', duration = '0', a = '', b = '', c = '', d = ''] =
    match;
  return {
    kind: 'event',
    number: number.replace(/^0+(?=\d)/, ''),
    reel,
    channel,
    transition,
    durationFrames: Number(duration),
    times: [a, b, c, d],
  };
}

function readComment(text: string): EdlLine {
  const match = /^\*\s*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE):\s*(.*)$/.exec(text);
  return match === null ? { kind: 'other' } : { kind: 'comment', name: match[1] ?? '', text: match[2] ?? '' };
}
