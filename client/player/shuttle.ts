/** How fast and which way a player runs: 0 stands, 1 is real time, negative is backwards. */
export type Speed = 0 | 1 | 2 | 4 | 8 | -1 | -2 | -4 | -8;

/** The keys of a shuttle as a machine sees them: its speed, and whether K is held. */
export interface ShuttleState {
  readonly speed: Speed;
  readonly isHolding: boolean;
}

/** What a key does to a shuttle. */
export type ShuttleKey = 'forward' | 'backward' | 'hold' | 'release' | 'toggle' | 'stop';

/** A shuttle at rest. */
export const STANDING: ShuttleState = { speed: 0, isHolding: false };

/**
 * Presses a key. L and J start at real time and double to 8 with each press; turning round starts again at 1. While K is
 * held they step one frame instead, which `step` says.
 */
export function pressShuttle(
  state: ShuttleState,
  key: ShuttleKey,
): { readonly state: ShuttleState; readonly step: number } {
  switch (key) {
    case 'hold':
      return { state: { speed: 0, isHolding: true }, step: 0 };
    case 'release':
      return { state: { ...state, isHolding: false }, step: 0 };
    case 'stop':
      return { state: { ...state, speed: 0 }, step: 0 };
    case 'toggle':
      return { state: { ...state, speed: state.speed === 0 ? 1 : 0 }, step: 0 };
    case 'forward':
    case 'backward': {
      const direction = key === 'forward' ? 1 : -1;
      if (state.isHolding) return { state, step: direction };
      return { state: { ...state, speed: faster(state.speed, direction) }, step: 0 };
    }
  }
}

function faster(speed: Speed, direction: 1 | -1): Speed {
  if (Math.sign(speed) !== direction) return direction;
  const doubled = speed * 2;
  return (Math.abs(doubled) > 8 ? speed : doubled) as Speed;
}
