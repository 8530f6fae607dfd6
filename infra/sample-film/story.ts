/** A shot of the sample film: what is asked of the simulated worker, how often, and what the cut uses. */
export interface StoryShot {
  readonly number: string;
  readonly name: string;
  readonly description: string;
  readonly still: string;
  readonly motion: string;
  readonly seconds: number;
  readonly takes: number;
  /** Which Take is picked in the end, from 1. */
  readonly pick: number;
  readonly trimInFrames: number;
  readonly durationFrames: number;
  readonly dissolveFrames: number;
  readonly hasTraveller: boolean;
}

/** A note on a Take of the sample film. */
export interface StoryNote {
  readonly shot: string;
  readonly take: number;
  readonly frame: number;
  readonly by: 'director' | 'reviewer';
  readonly body: string;
  readonly answer?: string;
  readonly isResolved: boolean;
  readonly region?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export const TITLE = 'The Long Way Home (sample film)';
export const LOGLINE =
  'A letter leaves a lighthouse in a storm, and the one it was written for walks home. Sample content, simulated frames.';

export const TRAVELLER = { name: 'The Traveller', description: 'a lone traveller in a long dark coat' };
/** Each half of the film has its look. */
export const STYLES = [
  { name: 'Cold night', description: 'cinematic, wide lens, fine grain, cold night palette' },
  { name: 'Last light', description: 'cinematic, wide lens, fine grain, low warm sun' },
] as const;
export const COAST = { name: 'The coast', description: 'a lighthouse on a rock above the sea' };

const usual = {
  seconds: 3,
  takes: 2,
  pick: 1,
  trimInFrames: 0,
  durationFrames: 60,
  dissolveFrames: 0,
  hasTraveller: false,
};

/** The shots in the order of the film. */
export const SHOTS: readonly StoryShot[] = [
  {
    ...usual,
    number: '010',
    name: 'The storm',
    description: 'The lamp turns over a black sea. Somebody is still awake.',
    still: 'A lighthouse on a rock above the sea at night, storm, rain',
    motion: 'The lamp sweeps through the rain, slow push in',
    takes: 3,
    pick: 2,
  },
  {
    ...usual,
    number: '020',
    name: 'The letter',
    description: 'A lamp on a table, a page half written.',
    still: 'Interior at night, a figure by the window, a lamp on the table, rain',
    motion: 'Slow drift towards the table, the lamp flickers',
    durationFrames: 54,
  },
  {
    ...usual,
    number: '030',
    name: 'The reader',
    description: 'Far away, somebody has read it.',
    still: 'Close-up portrait in profile at dusk, warm light',
    motion: 'The light moves over the face, hold',
    takes: 3,
    pick: 3,
    durationFrames: 48,
  },
  {
    ...usual,
    number: '040',
    name: 'Leaving the city',
    description: 'The windows go by and do not look up.',
    still: 'City at night in the rain, reflections on the street',
    motion: 'Tracking past the lit windows',
    pick: 2,
    durationFrames: 60,
  },
  {
    ...usual,
    number: '050',
    name: 'The dunes',
    description: 'A day without water, and no road.',
    still: 'Desert dunes at sunset, a small figure walking',
    motion: 'Wide, the figure crosses the ridge, dust in the wind',
    hasTraveller: true,
    dissolveFrames: 12,
  },
  {
    ...usual,
    number: '060',
    name: 'The crossing',
    description: 'A boat takes the last miles of open water.',
    still: 'A sailing ship far out on the open sea at dusk',
    motion: 'The ship holds its course, slow push in',
    durationFrames: 54,
  },
  {
    ...usual,
    number: '070',
    name: 'The forest',
    description: 'Fog between the trunks; the sea can be heard.',
    still: 'Forest at dawn in fog, a figure between the trees',
    motion: 'Parallax between the trunks as the fog opens',
    takes: 3,
    pick: 1,
    hasTraveller: true,
  },
  {
    ...usual,
    number: '080',
    name: 'The light',
    description: 'Morning. The lamp is still lit.',
    still: 'A lighthouse on a rock above a calm sea at dawn, clear sky',
    motion: 'Very slow push in, the sun rises out of the sea',
    seconds: 4,
    pick: 2,
    durationFrames: 84,
    dissolveFrames: 12,
  },
];

/** The notes of the sample film. */
export const NOTES: readonly StoryNote[] = [
  {
    shot: '010',
    take: 1,
    frame: 20,
    by: 'director',
    body: 'The beam should cross the frame once, not twice. Take 2 is closer.',
    isResolved: true,
    answer: 'Picked Take 2.',
  },
  {
    shot: '010',
    take: 2,
    frame: 34,
    by: 'reviewer',
    body: 'Love this one. Could the horizon sit a little lower?',
    isResolved: false,
    region: { x: 0.05, y: 0.5, width: 0.6, height: 0.2 },
  },
  {
    shot: '030',
    take: 3,
    frame: 12,
    by: 'director',
    body: 'Hold the look two beats longer before the cut.',
    isResolved: false,
  },
  {
    shot: '050',
    take: 1,
    frame: 40,
    by: 'reviewer',
    body: 'Is the figure too small on a phone?',
    answer: 'It grows towards the end; let us watch it in the cut.',
    isResolved: false,
    region: { x: 0.55, y: 0.6, width: 0.2, height: 0.3 },
  },
  {
    shot: '080',
    take: 2,
    frame: 60,
    by: 'director',
    body: 'This is the last frame of the film. Approved.',
    isResolved: true,
  },
];
