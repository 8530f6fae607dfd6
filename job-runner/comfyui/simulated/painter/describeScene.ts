import { seededRandom } from './noise.ts';
import { type Palette, paletteOf, type TimeOfDay } from './palettes.ts';

/** Where a scene plays. */
export type Place =
  | 'mountains'
  | 'sea'
  | 'lake'
  | 'forest'
  | 'city'
  | 'desert'
  | 'snow'
  | 'interior'
  | 'field'
  | 'portrait';
/** What stands in it. */
export type Subject = 'lighthouse' | 'figure' | 'ship' | 'tree' | 'house' | 'none';

/** What a prompt asks for, read word by word, and how the seed arranges it; lengths in picture heights. */
export interface Scene {
  readonly place: Place;
  readonly subject: Subject;
  /** Whether a person stands beside a subject that is a thing. */
  readonly hasCompanion: boolean;
  readonly time: TimeOfDay;
  readonly palette: Palette;
  readonly mist: number;
  readonly rain: number;
  readonly snowfall: number;
  readonly storm: boolean;
  readonly cloudiness: number;
  readonly horizon: number;
  /** Where the sun or moon stands: x as a part of the width, y in heights. */
  readonly sunX: number;
  readonly sunY: number;
  /** Where the subject stands, as a part of the width, and how large it is. */
  readonly subjectX: number;
  readonly subjectScale: number;
  /** Whether the person in it is a woman or girl. */
  readonly subjectIsWoman: boolean;
  readonly seed: number;
}

const CLOSE = /\b(close-?up|close shot|macro|detail)\b/;
const INTERIOR =
  /\b(interior|room|kitchen|corridor|hallway|window|stair\w*|office|bedroom|library|cabin inside|lamp room|desk)\b/;
const PLACES: readonly (readonly [Place, RegExp])[] = [
  ['city', /\b(city|street|skyline|rooftops?|alley|downtown|neon|metropolis|tokyo|town|traffic|towers?)\b/],
  ['forest', /\b(forest|woods?|trees|pines?|jungle|woodland)\b/],
  ['desert', /\b(desert|dunes?|sahara|canyon|sand)\b/],
  ['sea', /\b(sea|ocean|coast\w*|harbou?r|lighthouse|ship|boat|waves?|beach|shore|cliffs?|pier|keeper|island|dory)\b/],
  ['lake', /\b(lake|river|pond|reflection|fjord|loch)\b/],
  ['snow', /\b(snow\w*|ice|icy|winter|glacier|arctic|frozen)\b/],
  ['field', /\b(field|meadow|wheat|farm|grass|plain|prairie|road|countryside|hill)\b/],
  ['mountains', /\b(mountains?|valley|peaks?|alps|ridge|summit)\b/],
];

const SUBJECTS: readonly (readonly [Subject, RegExp])[] = [
  ['lighthouse', /\b(lighthouse|beacon|lamp room)\b/],
  ['ship', /\b(ship|boat|vessel|sail\w*|trawler|dory|ferry)\b/],
  [
    'figure',
    /\b(figure|man|woman|girl|boy|person|keeper|child|people|walker|travell?er|somebody|someone|captain|she|he|detective|astronaut)\b/,
  ],
  ['house', /\b(house|cabin|hut|cottage|farmhouse|home)\b/],
  ['tree', /\b(lone tree|old tree|oak|tree)\b/],
];

const TIMES: readonly (readonly [TimeOfDay, RegExp])[] = [
  ['night', /\b(night|midnight|moon\w*|stars?|starry|neon)\b/],
  ['dawn', /\b(dawn|sunrise|morning|first light|daybreak)\b/],
  ['dusk', /\b(dusk|sunset|golden|evening|twilight|last light)\b/],
  ['day', /\b(day|noon|midday|afternoon|bright|sunny)\b/],
];

/** Whether somebody is in the picture beside what it is of. */
function isPeopled(words: string): boolean {
  return SUBJECTS.some(([subject, pattern]) => subject === 'figure' && pattern.test(words));
}

/** The entry whose words come first in the text. */
function firstMatch<Value>(words: string, table: readonly (readonly [Value, RegExp])[]): Value | undefined {
  let found: { readonly value: Value; readonly at: number } | undefined;
  for (const [value, pattern] of table) {
    const at = words.search(pattern);
    if (at >= 0 && (!found || at < found.at)) found = { value, at };
  }
  return found?.value;
}

/** A room or a close shot holds wherever its first sentence says so; other places go by what is named first. */
function placeOf(words: string): Place | undefined {
  const own = words.split(/[.!?](\s|$)/)[0] ?? words;
  const isOfPerson = isPeopled(own);
  if (/\b(portrait|face|eyes?|profile)\b/.test(own) || (CLOSE.test(own) && isOfPerson)) return 'portrait';
  return INTERIOR.test(own) ? 'interior' : firstMatch(words, PLACES);
}

/** Reads a prompt into a scene; the seed decides what the words leave open. */
export function describeScene(prompt: string, seed: number): Scene {
  const words = prompt.toLowerCase();
  const random = seededRandom(seed + 7919);
  const pick = <Value>(...values: Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const openPlace = pick<Place>('mountains', 'lake', 'sea', 'field');
  const openTime = pick<TimeOfDay>('dawn', 'dusk', 'day', 'dusk');
  const place = placeOf(words) ?? (CLOSE.test(words) ? 'portrait' : openPlace);
  const isClose = CLOSE.test(words) && place !== 'portrait';
  const time = firstMatch(words, TIMES) ?? openTime;
  const storm = /\b(storm\w*|thunder\w*|gale|tempest|rough|lightning)\b/.test(words);
  const isRaining = storm || /\b(rain\w*|wet|downpour|drizzle)\b/.test(words);
  const isMisty = /\b(mist\w*|fog\w*|haz[ey]|smoke|steam)\b/.test(words);
  const isSnowing = /\b(snowfall|snowing|blizzard|flakes)\b/.test(words) || (place === 'snow' && random() < 0.6);
  const subject = firstMatch(words, SUBJECTS) ?? 'none';
  const sunSide = random() < 0.5 ? 0.2 + random() * 0.2 : 0.6 + random() * 0.2;
  return {
    place,
    subject,
    hasCompanion: subject === 'lighthouse' && isPeopled(words),
    time,
    palette: paletteOf(time, storm),
    mist: isMisty ? 0.85 : 0.25 + random() * 0.25,
    rain: isRaining ? (storm ? 1 : 0.6) : 0,
    snowfall: isSnowing ? 0.8 : 0,
    storm,
    cloudiness: storm ? 0.95 : isRaining ? 0.75 : 0.25 + random() * 0.4,
    horizon: horizonOf(place, random()),
    sunX: sunSide,
    sunY: sunHeight(time, random()),
    subjectX: sunSide < 0.5 ? 0.62 + random() * 0.14 : 0.24 + random() * 0.14,
    subjectScale: (0.85 + random() * 0.35) * (isClose ? 1.6 : 1),
    subjectIsWoman: /\b(woman|girl|she|her|mother|daughter|queen)\b/.test(words),
    seed: Math.floor(random() * 1e9),
  };
}

function horizonOf(place: Place, spread: number): number {
  if (place === 'sea' || place === 'lake') return 0.56 + spread * 0.1;
  if (place === 'desert' || place === 'field') return 0.58 + spread * 0.08;
  return 0.62 + spread * 0.06;
}

function sunHeight(time: TimeOfDay, spread: number): number {
  if (time === 'day') return 0.14 + spread * 0.12;
  if (time === 'night') return 0.16 + spread * 0.14;
  return 0.42 + spread * 0.1;
}
