/**
 * How long each process of the studio may take to stop in order, in milliseconds. Whoever supervises one waits
 * `STOP_GRACE_MS` longer before it kills. One after the other they stay under the 15 s after which service managers kill.
 */
export const STOP_WITHIN_MS = {
  'job-runner': 5000,
  'collab-server': 5000,
  'simulated-comfyui': 1000,
  postgres: 3000,
} as const;

/** How much longer than `STOP_WITHIN_MS` a supervisor waits, in milliseconds: the process should be the first to give up. */
export const STOP_GRACE_MS = 200;
