const TILDE = 0x7e;
const ZERO = 0x30;
const NINE = 0x39;
const NOTHING = Buffer.alloc(0);

/** The mark of an edit, such as `~17~`: it is found in the bytes of an update without reading the update. */
export function markOf(edit: number): string {
  return `~${edit}~`;
}

/**
 * Returns a scanner of one connection: it takes what came, piece by piece, and calls back for each mark in it, also where
 * one frame carries several or a piece ends in the middle of one.
 */
export function createMarkScanner(onMark: (edit: number) => void): (bytes: Buffer) => void {
  let unread: Buffer = NOTHING;
  return (piece) => {
    const bytes: Buffer = unread.length > 0 ? Buffer.concat([unread, piece]) : piece;
    unread = NOTHING;
    for (let at = bytes.indexOf(TILDE); at >= 0; at = bytes.indexOf(TILDE, at)) {
      let end = at + 1;
      let edit = 0;
      for (; isDigit(bytes[end]); end += 1) edit = edit * 10 + (bytes[end] ?? 0) - ZERO;
      if (end === bytes.length) {
        // A copy: the piece belongs to the socket's buffer.
        unread = Buffer.from(bytes.subarray(at));
        return;
      }
      const isMark = end > at + 1 && bytes[end] === TILDE;
      if (isMark) onMark(edit);
      // A tilde of anything else, such as a length of 126, may stand right before a mark.
      at = isMark ? end + 1 : at + 1;
    }
  };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
