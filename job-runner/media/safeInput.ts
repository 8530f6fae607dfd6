/**
 * Input options for media from outside, to stand before `-i`. A file that is really a playlist would otherwise read its neighbours, and one
 * frame of enormous size would take all memory; the demuxer names stand for their families (mov is also mp4, matroska also webm).
 */
export const safeInput: readonly string[] = Object.freeze([
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  'mov,matroska,wav,mp3,flac,ogg',
  '-max_pixels',
  '50000000',
]);

/** The arguments that read a file from outside; `file:` keeps a name with a colon from being taken for a protocol. */
export function readSafely(file: string, ...options: readonly string[]): string[] {
  return [...safeInput, ...options, '-i', `file:${file}`];
}
