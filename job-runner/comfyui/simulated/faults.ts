/** What a simulated worker is told to do wrong; tests switch these, the product never does. */
export interface Faults {
  /** The next sampler runs out of memory, whatever the model. */
  outOfMemoryNext: boolean;
  /** The next prompt's first model fails to load as a truncated file does. */
  badModelNext: boolean;
  /** Sockets stay open and receive nothing more. */
  deafSockets: boolean;
  /** The execution thread is dead: HTTP answers, prompts stay where they are. */
  deadThread: boolean;
  /** Samplers stop reporting progress and ignore interrupts. */
  stuckSampler: boolean;
  /** `/view` answers with no bytes, or with a body of another type. */
  corruptOutput: 'none' | 'empty' | 'wrong-type';
  /** The next accepted `POST /prompt` is queued but answered with 500. */
  loseNextAnswer: boolean;
  /** The next finished prompt's outputs are missing from its history. */
  dropOutputsNext: boolean;
  /** HTTP requests are taken and never answered. */
  hangHttp: boolean;
}

/** A worker with nothing wrong. */
export function noFaults(): Faults {
  return {
    outOfMemoryNext: false,
    badModelNext: false,
    deafSockets: false,
    deadThread: false,
    stuckSampler: false,
    corruptOutput: 'none',
    loseNextAnswer: false,
    dropOutputsNext: false,
    hangHttp: false,
  };
}
