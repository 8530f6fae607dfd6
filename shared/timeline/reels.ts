/** A medium that needs a reel name: its SHA-256 in lower-case hex and the clip name that people know it by. */
export type ReelMedium = { readonly mediaSha256: string; readonly clipName: string };

const suffixCharacters = 4;
const suffixCount = 36 ** suffixCharacters;

/**
 * Gives each medium an 8-character reel of [A-Z0-9_]: four characters of the clip name, four of the hash, so the same Take keeps its reel
 * from cut to cut. Two media never share a reel: on a collision the one with the larger hash takes its suffix from further along the hash.
 * Returns hash to reel.
 */
export function allotReels(media: readonly ReelMedium[]): ReadonlyMap<string, string> {
  const reels = new Map<string, string>();
  const taken = new Set<string>();
  for (const { mediaSha256, clipName } of sortMedia(media)) {
    if (reels.has(mediaSha256)) continue;
    const reel = findFreeReel(prefixOf(clipName), mediaSha256, taken);
    taken.add(reel);
    reels.set(mediaSha256, reel);
  }
  return reels;
}

/** True when the text is a reel that a CMX3600 list can carry: 1 to 8 characters of [A-Z0-9_]. */
export function isReel(text: string): boolean {
  return /^[A-Z0-9_]{1,8}$/.test(text);
}

/** Sorted by hash, then name: the answer must not depend on the order of the clips in the cut. */
function sortMedia(media: readonly ReelMedium[]): ReelMedium[] {
  const key = (medium: ReelMedium): string => `${medium.mediaSha256} ${medium.clipName}`;
  return [...media].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function findFreeReel(prefix: string, mediaSha256: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const digest = Number.parseInt(mediaSha256.slice(attempt, attempt + 10) || '0', 16) || 0;
    const suffix = ((digest + Math.floor(attempt / mediaSha256.length)) % suffixCount)
      .toString(36)
      .toUpperCase()
      .padStart(suffixCharacters, '0');
    const reel = `${prefix}${suffix}`;
    if (!taken.has(reel)) return reel;
  }
}

/** `SHOT-010_v01_take03` gives `S010`: the initial and the first number say more than the word every clip begins with. */
function prefixOf(clipName: string): string {
  const plain = clipName.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const number = /\d{1,3}/.exec(plain)?.[0] ?? '';
  const prefix =
    number === '' || /^\d/.test(plain) ? plain.slice(0, 4) : `${plain.slice(0, 4 - number.length)}${number}`;
  return prefix.slice(0, 4).padEnd(4, '_');
}
