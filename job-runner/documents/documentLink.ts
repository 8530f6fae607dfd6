import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { isCloseReason } from '@studio/shared/access';
import * as Y from 'yjs';
import { CountedProvider } from './countedProvider.ts';
import { Unavailable } from './unavailable.ts';

/** How a document is reached. */
export interface DocumentLinkOptions {
  readonly socket: HocuspocusProviderWebsocket;
  readonly name: string;
  readonly serviceKey: string;
  readonly timeoutMs: number;
}

/** One document joined as a Yjs peer over the shared socket. */
export class DocumentLink {
  readonly doc = new Y.Doc();
  readonly #provider: CountedProvider;
  /** Everybody who waits for something of the server. */
  readonly #waiting = new Set<() => void>();
  readonly #name: string;
  readonly #timeoutMs: number;
  #refusal: string | undefined;
  #isBroken = false;

  constructor({ socket, name, serviceKey, timeoutMs }: DocumentLinkOptions) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
    this.#provider = new CountedProvider({
      websocketProvider: socket,
      name,
      // A link that broke may still be held by a run when the next one is made for the same document.
      sessionAwareness: true,
      token: serviceKey,
      document: this.doc,
      onAuthenticationFailed: ({ reason }) => {
        this.#refusal = reason;
        this.#look();
      },
      onAuthenticated: () => {
        this.#refusal = undefined;
      },
      onSynced: () => this.#look(),
    });
    this.#provider.onDelivery = () => this.#look();
    // A service is nobody on the canvas; the ledger's link says what it runs when it runs something.
    this.#provider.awareness?.setLocalState(null);
    // Without attach() a provider that shares a socket never sends anything.
    this.#provider.attach();
  }

  /** True once the server refused the document or stopped answering for it; the link must be made anew. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Waits until the document holds what the server has; throws `Unavailable` when that takes too long or is refused. */
  synced(): Promise<void> {
    return this.#until(() => this.#provider.isSynced, 'could not be read');
  }

  /** Waits until the server has acknowledged everything written here, which means that its journal holds it. */
  acknowledged(): Promise<void> {
    return this.#until(() => this.#provider.isAcknowledged, 'did not confirm a change');
  }

  /** Shows a state to everybody on the document until it is replaced. */
  showAwareness(state: { readonly [key: string]: unknown } | null): void {
    this.#provider.awareness?.setLocalState(state);
  }

  /** Sends a message that nobody keeps; false when there is no connection to send it on. */
  sendStateless(payload: string): boolean {
    if (!this.#provider.isSynced) return false;
    this.#provider.sendStateless(payload);
    return true;
  }

  /** Leaves the document. */
  leave(): void {
    this.#provider.awareness?.setLocalState(null);
    this.#provider.destroy();
    this.doc.destroy();
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Nothing more goes out: whoever was told that a write did not arrive has it written by another meanwhile. */
  #break(): void {
    this.#isBroken = true;
    this.#provider.detach();
    this.#look();
  }

  #until(isDone: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (this.#refusal !== undefined) fail(`was refused (${this.#refusal})`);
        else if (this.#isBroken) fail(what);
        else if (isDone()) end(resolve);
      };
      const timer = setTimeout(() => fail(`${what} within ${this.#timeoutMs / 1000} s`), this.#timeoutMs);
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        settle();
      };
      const fail = (problem: string) => {
        const refusal = isCloseReason(this.#refusal) ? this.#refusal : undefined;
        end(() => reject(new Unavailable(`The document ${this.#name} ${problem}.`, { refusal })));
        if (!this.#isBroken) this.#break();
      };
      this.#waiting.add(check);
      check();
    });
  }
}
