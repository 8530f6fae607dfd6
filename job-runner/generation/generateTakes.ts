import { projectMeta, type Quality } from '@studio/shared/document';
import { type GenerationRequest, nodeLabel, textField } from '@studio/shared/graph';
import { tierBelow, tierOf } from '@studio/shared/jobs';
import { ok, type Result } from '@studio/shared/result';
import { type Pipeline, summarise } from '@studio/workflows';
import { adviceFor, type ComfyClient, type RunFailure } from '../comfyui/index.ts';
import { makeTakes, writeTakes } from '../results/makeTakes.ts';
import { type PublishParts, publishTake } from '../results/publishTake.ts';
import { failed, type Outcome, type Run } from '../runs/run.ts';
import type { PixelSize } from './pictureSize.ts';
import { projectGraph, resolveNode } from './projectReading.ts';
import { letGoOfPrompt, runTake, type RunTakeParts, type TakeEnd } from './runTake.ts';
import { type TakeRequest, takeRequest } from './takeRequest.ts';

/** What generating works with. */
export interface GenerationParts extends Omit<RunTakeParts, 'collab'>, Omit<PublishParts, 'collab'> {
  readonly collab: RunTakeParts['collab'] & PublishParts['collab'];
  readonly pipelines: readonly Pipeline[];
  readonly workerName: (url: string) => string;
  /** A run saw this worker die or misbehave. */
  readonly onWorkerLost: (url: string, problem: string, restMs: number) => void;
}

/** Generates the Takes of an intent on one worker, one seed after the other; each is in the ledger as soon as it is whole. */
export async function generateTakes(parts: GenerationParts, run: Run, workerUrl: string): Promise<Outcome> {
  const inputs = run.frozen?.kind === 'take' ? ok(run.frozen) : inputsNow(parts, run);
  if (!inputs.ok) return failed('obstacles', inputs.failure.message);
  const { request } = inputs.value;
  const pipeline = parts.pipelines.find((candidate) => candidate.id === request.pipelineId);
  if (!pipeline) return failed('obstacles', `The pipeline ${request.pipelineId} is not installed here.`);
  const work = new Generation(parts, run, workerUrl, inputs.value, pipeline);
  return work.makeAll();
}

function inputsNow(parts: GenerationParts, { session, intent }: Run): Result<TakeInputs> {
  const resolved = resolveNode(session, intent.nodeId, parts.pipelines.map(summarise));
  return resolved.ok ? ok({ request: resolved.value, film: projectMeta(session.project) }) : resolved;
}

/** What a run of a generator is made from. */
interface TakeInputs {
  readonly request: GenerationRequest;
  readonly film: PixelSize;
}

/** How long a worker with a broken model file is left alone, so that another gets the run. */
const QUARANTINE_MS = 60_000;
/** How often a run is tried that fails on workers that answer. */
const MAX_TRIES = 3;

class Generation {
  readonly #parts: GenerationParts;
  readonly #run: Run;
  readonly #workerUrl: string;
  readonly #request: GenerationRequest;
  readonly #film: PixelSize;
  readonly #pipeline: Pipeline;
  #quality: Quality;
  #notice: string;
  #hasRetriedMemory = false;

  constructor(parts: GenerationParts, run: Run, workerUrl: string, inputs: TakeInputs, pipeline: Pipeline) {
    this.#parts = parts;
    this.#run = run;
    this.#workerUrl = workerUrl;
    this.#request = inputs.request;
    this.#film = inputs.film;
    this.#pipeline = pipeline;
    this.#quality = run.quality;
    this.#notice = run.notice;
  }

  makeAll(): Promise<Outcome> {
    return makeTakes(this.#parts.issues, this.#run, (index, seed) => this.#makeOne(index, seed));
  }

  /** Makes one Take, falling back where memory is short; undefined when it is in the ledger. */
  async #makeOne(index: number, seed: number): Promise<Outcome | undefined> {
    for (;;) {
      if (this.#run.signal.aborted) return { kind: 'stopped' };
      const request = takeRequest(this.#run.session, this.#request, this.#film, this.#pipeline, this.#quality);
      if (!request.ok) return failed(request.failure.reason, request.failure.message);
      const end = await this.#runOne(index, seed, request.value);
      if (end.kind === 'stopped') return { kind: 'stopped' };
      if (end.kind === 'made') return this.#publish(index, seed, request.value, end);
      const outcome = await this.#afterFailure(end.failure, end.workerUrl);
      if (outcome) return outcome;
    }
  }

  #runOne(index: number, seed: number, request: TakeRequest): Promise<TakeEnd> {
    const { session, intent } = this.#run;
    const worker = this.#parts.workerName(this.#workerUrl);
    const count = intent.seeds.length;
    const label = (step: string) => (count > 1 ? `Take ${index + 1} of ${count} · ${step}` : step);
    session.showProgress(intent.id, { progress: index / count, step: label('Waiting for the worker'), worker });
    return runTake(this.#parts, {
      run: this.#run,
      index,
      seed,
      request,
      workerUrl: this.#workerUrl,
      onProgress: ({ progress, step }) =>
        session.showProgress(intent.id, { progress: (index + progress) / count, step: label(step), worker }),
      onPreview: ({ mime, picture }) => session.sendPreview(intent.id, mime, picture),
    });
  }

  async #publish(
    index: number,
    seed: number,
    request: TakeRequest,
    made: Extract<TakeEnd, { kind: 'made' }>,
  ): Promise<Outcome | undefined> {
    const take = await publishTake(this.#parts, {
      run: this.#run,
      index,
      source: { bytes: made.output.bytes, fileName: made.output.fileName },
      nodeId: this.#request.nodeId,
      slotId: this.#request.slotId,
      kind: this.#request.kind,
      naming: this.#naming(),
      requestHash: request.hash,
      quality: request.quality,
      notice: this.#notice,
      recipe: {
        pipelineId: this.#pipeline.id,
        pipelineVersion: String(this.#pipeline.version),
        prompt: this.#request.prompt,
        seed,
        parameters: parametersOf(request),
        worker: this.#parts.workerName(made.workerUrl),
        workflowSha256: request.workflowSha256,
      },
    });
    if (this.#run.signal.aborted && !take.ok) return { kind: 'stopped' };
    if (!take.ok) {
      if (take.failure.reason === 'stale') return { kind: 'stale' };
      // What the worker has is of no use: the next attempt makes it anew.
      await letGoOfPrompt(this.#parts, made.workerUrl, made.promptId);
      return this.#again('unusable-result', take.failure.message);
    }
    await writeTakes(this.#run, [take.value]);
    await letGoOfPrompt(this.#parts, made.workerUrl, made.promptId);
    return undefined;
  }

  #naming(): { shotNumber: string; slotLabel: string; isStillOfShot: boolean } {
    const graph = projectGraph(this.#run.session);
    const slot = graph.nodes.get(this.#request.slotId);
    const shot = this.#request.shotId === null ? undefined : graph.nodes.get(this.#request.shotId);
    return {
      shotNumber: shot ? textField(shot, 'number') : '',
      slotLabel: slot ? nodeLabel(slot) : 'TAKE',
      isStillOfShot: shot !== undefined && shot.id !== this.#request.slotId,
    };
  }

  /** Decides what follows a failure; undefined means: once more, as things now stand. */
  async #afterFailure(failure: RunFailure, workerUrl: string): Promise<Outcome | undefined> {
    const advice = adviceFor(failure.reason);
    this.#run.log.warn({ reason: failure.reason, problem: failure.message, worker: workerUrl }, 'A prompt failed');
    if (advice.worker === 'restart') this.#parts.onWorkerLost(workerUrl, failure.message, 0);
    if (advice.worker === 'quarantine') this.#parts.onWorkerLost(workerUrl, failure.message, QUARANTINE_MS);
    if (failure.reason === 'interrupted') return this.#again(failure.reason, failure.message);
    if (advice.retry === 'never') return failed(failure.reason, failure.message);
    if (advice.retry === 'elsewhere') return this.#again(failure.reason, failure.message);
    return this.#afterMemory(failure, this.#parts.clientOf(workerUrl));
  }

  /** Back to the queue for another worker; what fails again and again on workers that answer is said to the person. */
  #again(reason: string, message: string): Outcome {
    const isWorkersFault = reason === 'worker-lost' || reason === 'silent';
    if (isWorkersFault || this.#run.attempt < MAX_TRIES) return { kind: 'again', why: message };
    return failed(reason, `${message} It was tried ${this.#run.attempt} times; Takes that were finished are kept.`);
  }

  async #afterMemory(failure: RunFailure, client: ComfyClient | undefined): Promise<Outcome | undefined> {
    await client?.freeMemory();
    if (!this.#hasRetriedMemory) {
      this.#hasRetriedMemory = true;
      return undefined;
    }
    const asked = tierOf(this.#quality);
    const below = tierBelow(asked);
    const hasFallenBack = this.#quality !== this.#run.quality;
    if (!below || hasFallenBack || !this.#pipeline.tiers[below.quality]) {
      const advice = 'Nothing was lost. Choose a lower quality or a smaller film size, then run it again.';
      return failed('out-of-memory', `The worker ran out of memory at ${asked.label}. ${failure.message} ${advice}`);
    }
    this.#quality = below.quality;
    const note = `The worker ran out of memory at ${asked.label}. Running at ${below.label} instead.`;
    this.#notice = [this.#run.notice, note].filter(Boolean).join(' ');
    await this.#run.fallBack(this.#quality, this.#notice);
    return undefined;
  }
}

/** What an artist could have set, without prompt and seed, which the recipe names by themselves. */
function parametersOf(request: TakeRequest): { [name: string]: string | number | { sha256: string; mime: string } } {
  const parameters: { [name: string]: string | number | { sha256: string; mime: string } } = {};
  for (const [name, value] of Object.entries({ ...request.workflow.defaults, ...request.values })) {
    if (name === 'prompt' || name === 'seed' || value === undefined) continue;
    parameters[name] = typeof value === 'object' ? { sha256: value.sha256, mime: value.mime } : value;
  }
  return parameters;
}
