/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = (seed ^ Math.floor(seed / 4_294_967_296)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number in [0, 1) for a lattice point. */
export function hash2(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 2_147_483_647);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1_274_126_177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

/** Smooth value noise in [0, 1]. */
export function noise2(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = fade(x - column);
  const v = fade(y - row);
  const top = mix(hash2(column, row, seed), hash2(column + 1, row, seed), u);
  const bottom = mix(hash2(column, row + 1, seed), hash2(column + 1, row + 1, seed), u);
  return mix(top, bottom, v);
}

/** Fractal noise in [0, 1]: octaves of halving strength. */
export function fractal2(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  let total = 0;
  let [px, py] = [x, y];
  for (let octave = 0; octave < octaves; octave += 1) {
    sum += noise2(px, py, seed + octave) * strength;
    total += strength;
    strength *= 0.5;
    // Turning each octave hides the lattice.
    [px, py] = [px * 1.6 - py * 1.2 + 17.3, px * 1.2 + py * 1.6 + 5.7];
  }
  return sum / total;
}

/** Fractal noise along a line, in [0, 1]. */
export function fractal1(x: number, seed: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  let total = 0;
  let at = x;
  for (let octave = 0; octave < octaves; octave += 1) {
    sum += noise2(at, octave * 7.31, seed + octave) * strength;
    total += strength;
    strength *= 0.5;
    at = at * 2.03 + 9.1;
  }
  return sum / total;
}

/** Fractal noise with sharp crests, in [0, 1]. */
export function crested1(x: number, seed: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  let total = 0;
  let at = x;
  for (let octave = 0; octave < octaves; octave += 1) {
    const folded = 1 - Math.abs(noise2(at, octave * 3.7, seed + octave) * 2 - 1);
    sum += folded ** 1.6 * strength;
    total += strength;
    strength *= 0.48;
    at = at * 2.1 + 4.4;
  }
  return sum / total;
}

/** Blends from a to b. */
export function mix(a: number, b: number, amount: number): number {
  return a + (b - a) * amount;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, value: number): number {
  return fade(Math.min(1, Math.max(0, (value - from) / (to - from))));
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
