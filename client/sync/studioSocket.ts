import { SEAL_PARAMETER, seal, unseal } from '@studio/shared/wire';
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';

/** A socket on which nothing came for this long is dead: the server says something every 4 s. */
const SILENCE_MS = 7000;
/** While a document is on its way it may be all that a slow line carries: one message, for as long as that takes. */
const SILENCE_WHILE_LOADING_MS = 60_000;
/** An attempt that no server answered within this is given up, and another one made. */
const ANSWER_WITHIN_MS = 8000;
/** After a socket broke the first attempt comes within this, by chance: a server that died had many at once. */
const FIRST_ATTEMPT_MS = 500;
/** Attempts are never further apart: a server that is back has everybody back soon after. */
const MOST_BETWEEN_ATTEMPTS_MS = 1000;
/** “Service restart”: the server tells its clients one after the other, so each comes at once. */
const SERVICE_RESTART = 1012;
// As in the WebSocket standard.
const OPEN = 1;

/** What a socket to the studio needs. */
export interface StudioSocketOptions {
  /** Ends in `/collab?schema=N`; with `&seal=crc32` each frame is sealed both ways. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
}

/**
 * The one socket of a page. It notices within 10 s that a socket is dead although it is open, which the library's own does
 * only after half a minute and without telling its documents; and it comes back in its own time: at once when the server
 * restarts, or the network is back, and else soon.
 */
export class StudioSocket extends HocuspocusProviderWebsocket {
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #isSealed: boolean;
  #answer: ReturnType<typeof setTimeout> | undefined;
  readonly #stopListening: () => void;

  constructor({ url, clock, random }: StudioSocketOptions) {
    super({
      url,
      // Begun below, when this class is whole.
      autoConnect: false,
      delay: FIRST_ATTEMPT_MS,
      minDelay: FIRST_ATTEMPT_MS / 2,
      maxDelay: MOST_BETWEEN_ATTEMPTS_MS,
      messageReconnectTimeout: SILENCE_MS,
    });
    this.#clock = clock;
    this.#random = random;
    this.#isSealed = new URL(url).searchParams.get(SEAL_PARAMETER.name) === SEAL_PARAMETER.value;
    this.#stopListening = listenToNetwork(this);
    void this.connect();
  }

  /** Takes the socket for lost, whatever it says of itself, and connects anew. */
  lose(reason: string): void {
    // As an event: the documents on this socket hear of it too.
    this.emit('close', { event: { code: 4408, reason } });
  }

  override onMessage(event: MessageEvent<ArrayBuffer>): void {
    if (!this.#isSealed) {
      super.onMessage(event);
      return;
    }
    const frame = unseal(new Uint8Array(event.data));
    // What was damaged on the way is asked for again by the next exchange of states.
    if (frame) super.onMessage(new MessageEvent('message', { data: frame.slice().buffer }));
    else this.lose('damaged');
  }

  override send(message: Uint8Array): void {
    // What waits for the socket to open comes here again.
    const isOpen = this.webSocket?.readyState === OPEN;
    super.send(this.#isSealed && isOpen ? seal(message) : message);
  }

  override createWebSocketConnection(): Promise<unknown> {
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => {
      if (this.connectionAttempt) this.lose('no answer');
    }, ANSWER_WITHIN_MS);
    return super.createWebSocketConnection();
  }

  override checkConnection(): void {
    if (this.status !== WebSocketStatus.Connected || this.connectionAttempt) return;
    const silentMs = this.#clock() - this.lastMessageReceived;
    if (silentMs > (this.#isLoading() ? SILENCE_WHILE_LOADING_MS : SILENCE_MS)) this.lose('silent');
  }

  override onClose(closed: Parameters<HocuspocusProviderWebsocket['onClose']>[0]): void {
    super.onClose(closed);
    // Without a timer an attempt is under way, or nobody wants one.
    if (this.reconnectTimeout === null) return;
    this.clearReconnectTimeout();
    const waitMs = closed.event.code === SERVICE_RESTART ? 0 : this.#random() * FIRST_ATTEMPT_MS;
    this.reconnectTimeout = setTimeout(() => void this.connect(), waitMs);
  }

  override destroy(): void {
    clearTimeout(this.#answer);
    this.#stopListening();
    super.destroy();
  }

  #isLoading(): boolean {
    const providers = [...this.configuration.providerMap.values()];
    return providers.some((provider) => provider.isAuthenticated && !provider.synced);
  }
}

/** The browser knows at once that the network has gone or is back. */
function listenToNetwork(socket: StudioSocket): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const comeBack = () => void socket.connect();
  const lose = () => {
    if (socket.status === WebSocketStatus.Connected) socket.lose('offline');
  };
  window.addEventListener('online', comeBack);
  window.addEventListener('offline', lose);
  return () => {
    window.removeEventListener('online', comeBack);
    window.removeEventListener('offline', lose);
  };
}
