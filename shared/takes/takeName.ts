/** What a Take is named after. */
export interface TakeNaming {
  /** The shot's number (`010`), or empty when the slot is no shot. */
  readonly shotNumber: string;
  /** What the slot is called, used when there is no shot number. */
  readonly slotLabel: string;
  /** Set for a still that feeds a shot's video, so that both can stand in one folder. */
  readonly isStillOfShot: boolean;
  readonly version: number;
  readonly number: number;
  readonly extension: string;
}

/** The name of a Take: `SHOT-010_v01_take03.mp4`. Letters outside A–Z, digits and - become -, so that any disk holds it. */
export function takeName(naming: TakeNaming): string {
  const shot = slug(naming.shotNumber);
  const label = slug(naming.slotLabel) || 'TAKE';
  const stem = shot === '' ? label : `SHOT-${shot}${naming.isStillOfShot ? '_still' : ''}`;
  return `${stem}_v${twoDigits(naming.version)}_take${twoDigits(naming.number)}.${naming.extension}`;
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
