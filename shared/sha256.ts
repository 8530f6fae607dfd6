// FIPS 180-4, sections 4.1.2, 5.1.1 and 6.2.2. Browsers have a SHA-256 of their own, but only a promised one, and none at
// all on a page that came by plain HTTP from another machine.
const BLOCK_BYTES = 64;

/** The first 32 bits of the fractional part of a root of each of the first `count` primes. */
function fractionsOfRoots(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate += 1) {
    if (!isPrime(candidate)) continue;
    words[found] = (root(candidate) % 1) * 2 ** 32;
    found += 1;
  }
  return words;
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) return false;
  return true;
}

const INITIAL = fractionsOfRoots(8, Math.sqrt);
const ROUND = fractionsOfRoots(64, Math.cbrt);

/** The SHA-256 of a text's UTF-8 bytes as 64 lower-case hex digits. Synchronous, so that it can be part of a command. */
export function sha256Hex(text: string): string {
  const state = INITIAL.slice();
  const bytes = padded(new TextEncoder().encode(text));
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) digestBlock(state, view, at);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** The message, a one bit, zeros, and the message's length in bits as the last 8 bytes of a block. */
function padded(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  bytes.set(message);
  bytes[message.length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, BigInt(message.length) * 8n);
  return bytes;
}

function digestBlock(state: Uint32Array, view: DataView, at: number): void {
  const schedule = scheduleOf(view, at);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const first = (h + mixed + chosen + word(ROUND, round) + word(schedule, round)) | 0;
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = word(state, index) + value;
}

function scheduleOf(view: DataView, at: number): Uint32Array {
  const schedule = new Uint32Array(64);
  for (let round = 0; round < 16; round += 1) schedule[round] = view.getUint32(at + round * 4);
  for (let round = 16; round < 64; round += 1) {
    const early = word(schedule, round - 15);
    const late = word(schedule, round - 2);
    const first = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const second = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[round] = word(schedule, round - 16) + first + word(schedule, round - 7) + second;
  }
  return schedule;
}

function rotate(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}

function word(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
