// What browsers show without running anything of it. Everything else is offered as a download.
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/ogg',
  'audio/flac',
]);

/** True for a type that may be shown in place rather than downloaded. */
export function isShownInPlace(mime: string): boolean {
  return SHOWN.has(mime);
}

/** A type as it is stored: lower-case, without parameters; `application/octet-stream` for what cannot be one. */
export function normaliseMime(contentType: string | undefined): string {
  const mime = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/.test(mime) ? mime : 'application/octet-stream';
}
