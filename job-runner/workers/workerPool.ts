import type { WorkerStatus } from '@studio/shared/api';
import type { ComfyuiWorkerAddress } from '@studio/shared/configuration';
import { queuesServedBy } from '@studio/shared/jobs';
import type { Result } from '@studio/shared/result';
import type { Logger } from '../logger.ts';
import type { QueueName } from '../queue/jobQueue.ts';
import type { WorkerFacts } from './probeWorker.ts';

/** Where known workers are written down for all runners. */
export interface WorkerRegistry {
  seen(url: string, vramBytes: number, vramGb: number): Promise<void>;
}

/** What the pool is made of. */
export interface WorkerPoolParts {
  readonly addresses: readonly ComfyuiWorkerAddress[];
  readonly probe: (url: string, vramGb?: number) => Promise<Result<WorkerFacts, 'lost'>>;
  readonly registry: WorkerRegistry;
  readonly log: Logger;
  readonly clock: () => number;
  readonly probeEveryMs?: number;
}

interface Member {
  readonly address: ComfyuiWorkerAddress;
  facts: WorkerFacts | undefined;
  problem: string;
  failures: number;
  intentId: string | null;
  isBeingAsked: boolean;
  restsUntil: number;
}

/** One missed answer may be a busy machine; at the second the worker counts as lost. */
const FAILURES_UNTIL_LOST = 2;

/** The ComfyUI workers of this runner: what they are, whether they answer, and what they do. */
export class WorkerPool {
  readonly #parts: WorkerPoolParts;
  readonly #members: readonly Member[];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WorkerPoolParts) {
    this.#parts = parts;
    this.#members = parts.addresses.map((address) => ({
      address,
      facts: undefined,
      problem: 'It was not asked yet.',
      failures: FAILURES_UNTIL_LOST,
      intentId: null,
      isBeingAsked: false,
      restsUntil: 0,
    }));
  }

  /** Asks every worker once, then again and again. */
  async start(): Promise<void> {
    await this.probeAll();
    this.#timer = setInterval(() => void this.probeAll(), this.#parts.probeEveryMs ?? 5000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The addresses of all workers. */
  get urls(): readonly string[] {
    return this.#members.map((member) => member.address.url);
  }

  /** The queues a worker may take from now, its own first; none while it is lost or too small. */
  queuesOf(url: string): readonly QueueName[] {
    const member = this.#member(url);
    return isLost(member) || !member.facts?.tier ? [] : queuesServedBy(member.facts.tier);
  }

  /** What people call the worker. */
  nameOf(url: string): string {
    return this.#member(url).facts?.name ?? new URL(url).host;
  }

  /** Notes what a worker does now. */
  occupy(url: string, intentId: string | null): void {
    this.#member(url).intentId = intentId;
  }

  /** Counts a worker as lost at once: a run saw it fail. It is back with its next answer, not before `restMs` from now. */
  markLost(url: string, problem: string, restMs = 0): void {
    const member = this.#member(url);
    member.restsUntil = this.#parts.clock() + restMs;
    member.failures = FAILURES_UNTIL_LOST;
    member.problem = problem;
  }

  /** The state of every worker, as health pages show it. */
  statuses(): readonly WorkerStatus[] {
    return this.#members.map((member) => ({
      id: member.address.url,
      name: this.nameOf(member.address.url),
      tier: member.facts?.tier?.quality ?? null,
      vramTotal: member.facts?.vramTotal ?? 0,
      vramFree: member.facts?.vramFree ?? 0,
      version: member.facts?.version ?? '',
      isSimulated: member.facts?.isSimulated ?? false,
      state: isLost(member) ? 'lost' : member.intentId === null ? 'ready' : 'busy',
      problem: problemOf(member),
      intentId: member.intentId,
    }));
  }

  /** Asks every worker now. */
  async probeAll(): Promise<void> {
    await Promise.all(this.#members.map((member) => this.#probe(member)));
  }

  async #probe(member: Member): Promise<void> {
    if (member.isBeingAsked || member.restsUntil > this.#parts.clock()) return;
    const { url, vramGb } = member.address;
    const wasLost = isLost(member);
    member.isBeingAsked = true;
    const probed = await this.#parts.probe(url, vramGb).finally(() => {
      member.isBeingAsked = false;
    });
    if (!probed.ok) {
      member.failures += 1;
      member.problem = probed.failure.message;
      if (isLost(member) && !wasLost)
        this.#parts.log.warn({ worker: url, problem: member.problem }, 'A worker is lost');
      return;
    }
    member.facts = probed.value;
    member.failures = 0;
    member.problem = '';
    if (wasLost) this.#parts.log.info({ worker: url, tier: probed.value.tier?.quality ?? null }, 'A worker is here');
    if (!probed.value.tier) return;
    try {
      await this.#parts.registry.seen(url, probed.value.vramTotal, probed.value.tier.vramGb);
    } catch (error) {
      this.#parts.log.warn({ worker: url, error: String(error) }, 'A worker could not be written down just now');
    }
  }

  #member(url: string): Member {
    const member = this.#members.find((candidate) => candidate.address.url === url);
    if (!member) throw new RangeError(`No worker is at ${url}.`);
    return member;
  }
}

function isLost(member: Member): boolean {
  return member.failures >= FAILURES_UNTIL_LOST;
}

function problemOf(member: Member): string {
  if (isLost(member)) return member.problem;
  if (member.facts && !member.facts.tier) return 'It has less memory than the smallest tier needs (12 GB).';
  return '';
}
