import { type Colour, colour } from './canvas.ts';

/** The time of day of a scene. */
export type TimeOfDay = 'dawn' | 'day' | 'dusk' | 'night';

/** The colours that a time of day gives to everything. */
export interface Palette {
  readonly skyTop: Colour;
  readonly skyMiddle: Colour;
  readonly skyLow: Colour;
  readonly sun: Colour;
  readonly sunStrength: number;
  readonly cloudLit: Colour;
  readonly cloudShade: Colour;
  readonly haze: Colour;
  readonly near: Colour;
  readonly water: Colour;
  readonly lamp: Colour;
}

const LAMP = colour('#ffb765');

const DAWN: Palette = {
  skyTop: colour('#33496b'),
  skyMiddle: colour('#8b93ab'),
  skyLow: colour('#f2bd95'),
  sun: colour('#ffd9a8'),
  sunStrength: 1.5,
  cloudLit: colour('#f6cbb0'),
  cloudShade: colour('#6d7490'),
  haze: colour('#cfae9f'),
  near: colour('#141a20'),
  water: colour('#3a4a5c'),
  lamp: LAMP,
};

const DAY: Palette = {
  skyTop: colour('#3f6f9f'),
  skyMiddle: colour('#86abc6'),
  skyLow: colour('#d5dfe0'),
  sun: colour('#fff3d6'),
  sunStrength: 1.3,
  cloudLit: colour('#f4f2ec'),
  cloudShade: colour('#8b9aa8'),
  haze: colour('#9db3bd'),
  near: colour('#1b2419'),
  water: colour('#2c5262'),
  lamp: LAMP,
};

const DUSK: Palette = {
  skyTop: colour('#1d2947'),
  skyMiddle: colour('#6c4f6c'),
  skyLow: colour('#f08a4b'),
  sun: colour('#ffb169'),
  sunStrength: 2,
  cloudLit: colour('#f59a66'),
  cloudShade: colour('#3c3550'),
  haze: colour('#a5685a'),
  near: colour('#0f0f16'),
  water: colour('#2b2a40'),
  lamp: LAMP,
};

const NIGHT: Palette = {
  skyTop: colour('#070d1a'),
  skyMiddle: colour('#12233b'),
  skyLow: colour('#2c4a63'),
  sun: colour('#dbe7f5'),
  sunStrength: 0.6,
  cloudLit: colour('#3d566f'),
  cloudShade: colour('#0d1626'),
  haze: colour('#243c52'),
  near: colour('#04070b'),
  water: colour('#0b1826'),
  lamp: LAMP,
};

const STORM: Palette = {
  skyTop: colour('#1a2229'),
  skyMiddle: colour('#3b4a52'),
  skyLow: colour('#8b9a98'),
  sun: colour('#d6dcd2'),
  sunStrength: 0.4,
  cloudLit: colour('#7d8c8e'),
  cloudShade: colour('#1d262c'),
  haze: colour('#66757a'),
  near: colour('#0a0f12'),
  water: colour('#1b2b31'),
  lamp: LAMP,
};

const STORM_NIGHT: Palette = {
  ...NIGHT,
  skyMiddle: colour('#15232f'),
  skyLow: colour('#2d4149'),
  cloudLit: colour('#425761'),
  cloudShade: colour('#0a1118'),
  haze: colour('#25363f'),
  sunStrength: 0.25,
};

const BY_TIME: Readonly<Record<TimeOfDay, Palette>> = { dawn: DAWN, day: DAY, dusk: DUSK, night: NIGHT };

/** The palette of a time of day; a storm takes its colour out. */
export function paletteOf(time: TimeOfDay, isStorm: boolean): Palette {
  if (!isStorm) return BY_TIME[time];
  return time === 'night' ? STORM_NIGHT : STORM;
}
