import { type RawData, WebSocket } from 'ws';
import { type PreviewFrame, readBinaryEvent } from './readBinaryEvent.ts';

/** What a listener hears about its prompt: an event of the worker, or a preview picture. */
export interface PromptListener {
  readonly onEvent: (type: string, data: Readonly<Record<string, unknown>>) => void;
  readonly onPreview: (frame: PreviewFrame) => void;
}

/** How a socket is set up. */
export interface ComfySocketOptions {
  readonly baseUrl: string;
  readonly newId: () => string;
  /** Waits before each new connection, growing; the last is repeated. */
  readonly reconnectMs?: readonly number[];
}

const RECONNECT_MS = [250, 1_000, 3_000, 10_000];

/**
 * The one WebSocket to a worker. Its events are hints only: they are drained always, and what is missed is found by polling.
 * Every connection has a fresh client id, because a worker silences a reused one when the old socket closes.
 */
export class ComfySocket {
  readonly #options: ComfySocketOptions;
  readonly #listeners = new Map<string, PromptListener>();
  #clientId: string;
  #socket: WebSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #runningPromptId: string | undefined;
  #isClosed = false;

  constructor(options: ComfySocketOptions) {
    this.#options = options;
    this.#clientId = options.newId();
  }

  /** The client id that new prompts are posted with. */
  get clientId(): string {
    return this.#clientId;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects unless it is, and stays connected until closed; resolves once open or after a failed try. */
  connect(): Promise<void> {
    const isUnderWay = this.#socket && this.#socket.readyState <= WebSocket.OPEN;
    if (this.#isClosed || isUnderWay) return Promise.resolve();
    clearTimeout(this.#timer);
    return new Promise((resolve) => {
      this.#clientId = this.#options.newId();
      this.#runningPromptId = undefined;
      const base = this.#options.baseUrl.replace(/^http/, 'ws');
      const socket = new WebSocket(`${base}/ws?clientId=${this.#clientId}`, { maxPayload: 64 << 20 });
      this.#socket = socket;
      socket.on('open', () => {
        this.#failures = 0;
        socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
        resolve();
      });
      socket.on('message', (raw, isBinary) => this.#receive(raw, isBinary));
      // A failed connection also closes; that is where it is tried again.
      socket.on('error', () => resolve());
      socket.on('close', () => this.#reconnectLater());
    });
  }

  #reconnectLater(): void {
    if (this.#isClosed) return;
    const waits = this.#options.reconnectMs ?? RECONNECT_MS;
    const waitMs = waits[Math.min(this.#failures, waits.length - 1)] ?? 0;
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.connect(), waitMs);
    this.#timer.unref();
  }

  #receive(raw: RawData, isBinary: boolean): void {
    const bytes = Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as Buffer);
    if (isBinary) return this.#receivePreview(readBinaryEvent(bytes));
    const message = readMessage(bytes.toString());
    const promptId = message?.data['prompt_id'];
    if (!message || typeof promptId !== 'string') return;
    if (message.type === 'executing') this.#runningPromptId = message.data['node'] === null ? undefined : promptId;
    this.#listeners.get(promptId)?.onEvent(message.type, message.data);
  }

  #receivePreview(frame: PreviewFrame | undefined): void {
    if (!frame) return;
    // A plain preview does not say whose it is; a worker runs one prompt at a time.
    const promptId = frame.promptId ?? this.#runningPromptId;
    if (promptId !== undefined) this.#listeners.get(promptId)?.onPreview(frame);
  }

  /** Hears the events of one prompt until the returned function is called. */
  listen(promptId: string, listener: PromptListener): () => void {
    this.#listeners.set(promptId, listener);
    return () => this.#listeners.delete(promptId);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#listeners.clear();
  }
}

function readMessage(text: string): { type: string; data: Record<string, unknown> } | undefined {
  try {
    const { type, data } = JSON.parse(text) as { type?: unknown; data?: unknown };
    if (typeof type !== 'string' || typeof data !== 'object' || data === null) return undefined;
    return { type, data: data as Record<string, unknown> };
  } catch {
    // Custom nodes may send anything; what is not a message of ours is drained.
    return undefined;
  }
}
