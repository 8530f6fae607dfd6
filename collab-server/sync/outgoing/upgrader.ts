import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Compression, readCompression } from './negotiated.ts';

/** A WebSocket that shook hands. */
export interface Upgraded {
  readonly websocket: WebSocket;
  readonly compression: Compression | undefined;
}

/** Shakes hands; a request that is none is answered as the standard says, and `take` is not called. */
export type Upgrade = (
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
  take: (upgraded: Upgraded) => void,
) => void;

/** A client's window of 2 kB is enough for edits, and memory for one is kept for each socket that sends compressed. */
const CLIENT_WINDOW_BITS = 11;
const OFFERS_SMALL_WINDOW = /(?:^|[;,])\s*client_max_window_bits/;
const ANSWER = /^sec-websocket-extensions:\s*(.*)$/i;

/** Creates the handshake for messages of up to `maxPayload` bytes. It agrees to compression. */
export function createUpgrader(maxPayload: number): Upgrade {
  const answers = new WeakMap<IncomingMessage, string>();
  const createServer = (compression: object) => {
    const server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload,
      handleProtocols: () => false,
      // Context would be kept for each client that sends; what clients send is too short to gain by it.
      perMessageDeflate: { clientNoContextTakeover: true, zlibInflateOptions: { chunkSize: 1024 }, ...compression },
    });
    server.on('headers', (headers, request) => {
      const answer = headers.flatMap((header) => ANSWER.exec(header)?.[1] ?? [])[0];
      if (answer !== undefined) answers.set(request, answer);
    });
    return server;
  };
  // `ws` turns away whom it asks for a small window and who offers none.
  const ofAnyWindow = createServer({});
  const ofSmallWindow = createServer({ clientMaxWindowBits: CLIENT_WINDOW_BITS });
  return (request, stream, head, take) => {
    const offer = request.headers['sec-websocket-extensions'] ?? '';
    const server = OFFERS_SMALL_WINDOW.test(offer) ? ofSmallWindow : ofAnyWindow;
    server.handleUpgrade(request, stream, head, (websocket) =>
      take({ websocket, compression: readCompression(answers.get(request)) }),
    );
  };
}
