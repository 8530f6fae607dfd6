import { HocuspocusProvider, type HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { isCloseReason } from '@studio/shared/access';
import * as Y from 'yjs';
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
  readonly #provider: HocuspocusProvider;
  readonly #name: string;
  readonly #timeoutMs: number;
  #refusal: string | undefined;
  #isBroken = false;

  constructor({ socket, name, serviceKey, timeoutMs }: DocumentLinkOptions) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
    this.#provider = new HocuspocusProvider({
      websocketProvider: socket,
      name,
      // A link that broke may still be held by a run when the next one is made for the same document.
      sessionAwareness: true,
      token: serviceKey,
      document: this.doc,
      onAuthenticationFailed: ({ reason }) => {
        this.#refusal = reason;
      },
      onAuthenticated: () => {
        this.#refusal = undefined;
      },
    });
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
    return this.#until('synced', () => this.#provider.isSynced, 'could not be read');
  }

  /** Waits until the server has acknowledged everything written here, which means that its journal holds it. */
  acknowledged(): Promise<void> {
    const isDone = () => this.#provider.isSynced && !this.#provider.hasUnsyncedChanges;
    return this.#until('unsyncedChanges', isDone, 'did not confirm a change');
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

  #until(event: 'synced' | 'unsyncedChanges', isDone: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (this.#refusal !== undefined) end(`was refused (${this.#refusal})`);
        else if (isDone()) end();
      };
      const timer = setTimeout(() => end(`${what} within ${this.#timeoutMs / 1000} s`), this.#timeoutMs);
      const events = [event, 'synced', 'authenticationFailed'];
      const end = (problem?: string) => {
        clearTimeout(timer);
        for (const name of events) this.#provider.off(name, check);
        if (problem === undefined) resolve();
        else {
          this.#isBroken = true;
          const refusal = isCloseReason(this.#refusal) ? this.#refusal : undefined;
          reject(new Unavailable(`The document ${this.#name} ${problem}.`, { refusal }));
        }
      };
      for (const name of events) this.#provider.on(name, check);
      check();
    });
  }
}
