import type { Failure, Result } from '@studio/shared/result';
import type { RunProgress } from '@studio/shared/jobs';
import type * as Y from 'yjs';
import type { DocumentLink } from './documentLink.ts';
import { PreviewSender } from './previewSender.ts';
import { ProgressBoard } from './progressBoard.ts';

/** A command on the ledger: checks, then one transaction. */
export type LedgerCommand<Reason extends string> = (ledger: Y.Doc) => Result<unknown, Reason>;

/** A project that this runner has joined: what it reads, and the ledger it writes. */
export class ProjectSession {
  readonly #project: DocumentLink;
  readonly #ledger: DocumentLink;
  readonly #progress: ProgressBoard;
  readonly #previews: PreviewSender;

  constructor(project: DocumentLink, ledger: DocumentLink, clock: () => number) {
    this.#project = project;
    this.#ledger = ledger;
    this.#progress = new ProgressBoard((state) => ledger.showAwareness(state), clock);
    this.#previews = new PreviewSender((payload) => ledger.sendStateless(payload), clock);
  }

  /** The project document; read only. */
  get project(): Y.Doc {
    return this.#project.doc;
  }

  /** The ledger document, for reading; write it by `writeLedger`. */
  get ledger(): Y.Doc {
    return this.#ledger.doc;
  }

  /** True when the server refused one of the documents or stopped answering for it. */
  get isBroken(): boolean {
    return this.#project.isBroken || this.#ledger.isBroken;
  }

  /** Waits until both documents hold what the server has. */
  async synced(): Promise<void> {
    await Promise.all([this.#project.synced(), this.#ledger.synced()]);
  }

  /**
   * Runs a command on the ledger and waits until the server's journal has it, also when the command refused: what it
   * found may be an earlier write that is still on its way. Returns the refusal, if any; throws `Unavailable`.
   */
  async writeLedger<Reason extends string>(command: LedgerCommand<Reason>): Promise<Failure<Reason> | undefined> {
    await this.#ledger.synced();
    const result = command(this.#ledger.doc);
    await this.#ledger.acknowledged();
    return result.ok ? undefined : result.failure;
  }

  /** Shows how far a run is to everybody in the project. */
  showProgress(intentId: string, progress: RunProgress): void {
    this.#progress.show(intentId, progress);
  }

  /** Takes the progress of a run away. */
  clearProgress(intentId: string): void {
    this.#progress.clear(intentId);
    this.#previews.forget(intentId);
  }

  /** Sends a preview frame; one that comes too soon after the last is dropped. */
  sendPreview(intentId: string, mime: string, bytes: Uint8Array): void {
    this.#previews.send(intentId, mime, bytes);
  }

  /** Leaves the project's documents. */
  leave(): void {
    this.#progress.dispose();
    this.#project.leave();
    this.#ledger.leave();
  }
}
