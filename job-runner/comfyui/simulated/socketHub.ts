import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Faults } from './faults.ts';

interface Peer {
  readonly clientId: string;
  readonly socket: WebSocket;
  supportsPreviewMetadata: boolean;
}

/** What the hub needs from the worker around it. */
export interface SocketHubOptions {
  readonly faults: Faults;
  readonly remaining: () => number;
  readonly runningNode: (clientId: string) => string | undefined;
  readonly features: () => Record<string, unknown>;
  readonly newClientId: () => string;
}

/** The WebSocket side of a simulated worker: who is connected, who gets which event. */
export class SocketHub {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #peers = new Map<string, Peer>();
  readonly #options: SocketHubOptions;

  constructor(options: SocketHubOptions) {
    this.#options = options;
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? '/', 'http://worker').searchParams;
    const clientId = query.get('clientId') || this.#options.newClientId();
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#join(clientId, socket));
  }

  #join(clientId: string, socket: WebSocket): void {
    const peer: Peer = { clientId, socket, supportsPreviewMetadata: false };
    this.#peers.set(clientId, peer);
    let isFirst = true;
    socket.on('message', (raw: Buffer) => {
      if (isFirst) this.#negotiate(peer, raw.toString());
      isFirst = false;
    });
    // As on the real server the clean-up goes by client id: it also removes a newer socket of the same id.
    socket.on('close', () => this.#peers.delete(clientId));
    socket.on('error', () => socket.terminate());
    this.#sendTo(peer, 'status', { status: this.#status(), sid: clientId });
    const node = this.#options.runningNode(clientId);
    if (node !== undefined) this.#sendTo(peer, 'executing', { node });
  }

  #negotiate(peer: Peer, raw: string): void {
    let message: { type?: unknown; data?: { supports_preview_metadata?: unknown } } | null;
    try {
      message = JSON.parse(raw) as typeof message;
    } catch {
      return;
    }
    if (message?.type !== 'feature_flags') return;
    peer.supportsPreviewMetadata = message.data?.supports_preview_metadata === true;
    this.#sendTo(peer, 'feature_flags', this.#options.features());
  }

  #status(): Record<string, unknown> {
    return { exec_info: { queue_remaining: this.#options.remaining() } };
  }

  broadcastStatus(): void {
    for (const peer of this.#peers.values()) this.#sendTo(peer, 'status', { status: this.#status() });
  }

  /** Sends an event to one client; without a client id some events go to all and the others to nobody. */
  send(clientId: string | undefined, type: string, data: Readonly<Record<string, unknown>>): void {
    if (clientId === undefined) {
      if (!['progress', 'progress_state', 'execution_interrupted'].includes(type)) return;
      for (const peer of this.#peers.values()) this.#sendTo(peer, type, data);
      return;
    }
    const peer = this.#peers.get(clientId);
    if (peer) this.#sendTo(peer, type, data);
  }

  /** Sends a preview: event 4 with its description where that was negotiated, else event 1. */
  sendPreview(clientId: string | undefined, description: Record<string, unknown>, jpeg: Buffer): void {
    const peers = clientId === undefined ? [...this.#peers.values()] : [this.#peers.get(clientId)];
    for (const peer of peers) {
      if (!peer || this.#options.faults.deafSockets) continue;
      peer.socket.send(peer.supportsPreviewMetadata ? describedFrame(description, jpeg) : plainFrame(jpeg));
    }
  }

  #sendTo(peer: Peer, type: string, data: Readonly<Record<string, unknown>>): void {
    if (!this.#options.faults.deafSockets) peer.socket.send(JSON.stringify({ type, data }));
  }

  terminate(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#peers.clear();
  }
}

function plainFrame(jpeg: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(1, 4);
  return Buffer.concat([head, jpeg]);
}

function describedFrame(description: Record<string, unknown>, jpeg: Buffer): Buffer {
  const json = Buffer.from(JSON.stringify({ ...description, image_type: 'image/jpeg' }));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(4, 0);
  head.writeUInt32BE(json.length, 4);
  return Buffer.concat([head, json, jpeg]);
}
