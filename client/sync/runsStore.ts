import { readRuns, type RunProgress } from '@studio/shared/jobs';
import type { Awareness } from 'y-protocols/awareness';
import { FrameSignal } from './frameSignal.ts';

const NO_RUNS: ReadonlyMap<string, RunProgress> = new Map();

/** How far runs are, as the job-runners' awareness on the ledger says. */
export class RunsStore {
  readonly signal = new FrameSignal();
  readonly #awareness: Awareness | null;
  #runs: ReadonlyMap<string, RunProgress> = NO_RUNS;

  constructor(awareness: Awareness | null) {
    this.#awareness = awareness;
    awareness?.on('change', this.#changed);
  }

  /** Progress by intent id; the same map until something moves. */
  readonly runs = (): ReadonlyMap<string, RunProgress> => this.#runs;

  /** Stops listening. */
  dispose(): void {
    this.#awareness?.off('change', this.#changed);
  }

  readonly #changed = (): void => {
    const before = this.#runs;
    const fresh = readRuns(this.#awareness?.getStates().values() ?? []);
    // A run that has not moved keeps its object, so that only what moved is drawn again.
    this.#runs = new Map([...fresh].map(([id, run]) => [id, sameOr(before.get(id), run)]));
    this.signal.emit();
  };
}

function sameOr(before: RunProgress | undefined, run: RunProgress): RunProgress {
  const isSame = before?.progress === run.progress && before.step === run.step && before.worker === run.worker;
  return isSame ? before : run;
}
