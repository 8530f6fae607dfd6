import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { stateFormatOf } from '@studio/shared/api';
import { projectTables, validEdges, withoutUpdateEvents } from '@studio/shared/document';
import * as Y from 'yjs';

/** What a client opens: the socket's address, the document, the token, how many nodes it has to see, and how. */
export interface Opening {
  readonly url: string;
  readonly document: string;
  readonly token: string;
  readonly nodes: number;
  /** Where the folded state is fetched first, as our client does; undefined where everything comes over the socket. */
  readonly stateUrl?: string;
}

/** What it took: until the canvas could be drawn, until both sides had exchanged their states, and the bytes that came. */
export interface Opened {
  readonly screenMs: number;
  readonly liveMs: number;
  readonly bytes: number;
}

// A process of its own for each opening, as a browser's tab is: nothing is compiled or cached yet.
const opening = JSON.parse(process.argv[2] ?? '') as Opening;
const sockets: Socket[] = [];
// Every connection counts, whoever opens it: fetch, WebSocket.
subscribe('net.client.socket', (message) => sockets.push((message as { readonly socket: Socket }).socket));

// Browsers have it loaded; Node loads it with the first call.
if (opening.stateUrl !== undefined) await fetch('data:,');

const began = performance.now();
const doc = new Y.Doc();
const tables = projectTables(doc);
const provider = new HocuspocusProvider({
  websocketProvider: new HocuspocusProviderWebsocket({ url: opening.url }),
  name: opening.document,
  token: opening.token,
  document: doc,
});
let screenMs = Number.POSITIVE_INFINITY;
if (opening.stateUrl !== undefined) {
  await takeFirstState(opening.stateUrl);
  lookForScreen();
}
await new Promise<void>((resolve, reject) => {
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => reject(new Error(`Refused: ${reason}`)));
  provider.on('synced', () => resolve());
  provider.attach();
});
lookForScreen();
const liveMs = performance.now() - began;
const bytes = sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
process.stdout.write(JSON.stringify({ screenMs, liveMs, bytes } satisfies Opened));
process.exit(Number.isFinite(screenMs) ? 0 : 1);

/** What the canvas draws from: every node's row, and the wires that are followed. */
function lookForScreen(): void {
  const nodes = tables.nodes.rows();
  if (Number.isFinite(screenMs) || nodes.size < opening.nodes) return;
  validEdges(tables.edges.rows().values(), (id) => nodes.has(id));
  screenMs = performance.now() - began;
}

async function takeFirstState(url: string): Promise<void> {
  // What browsers accept over https and from this machine; Node's fetch asks for less by itself.
  const headers = { 'x-api-key': opening.token, 'accept-encoding': 'gzip, deflate, br' };
  const response = await fetch(url, { headers });
  const format = stateFormatOf(response.headers.get('content-type'));
  if (!format) throw new Error(`No state to begin with: ${response.status}`);
  const update = new Uint8Array(await response.arrayBuffer());
  withoutUpdateEvents(doc, () => (format === 'v2' ? Y.applyUpdateV2 : Y.applyUpdate)(doc, update));
}
