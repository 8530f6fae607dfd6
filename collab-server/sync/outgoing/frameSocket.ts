import type { WebSocketLike } from '@hocuspocus/server';
import type { OutgoingFrame } from './outgoingFrame.ts';

/** A socket that takes a frame that is ready to be written. */
export interface FrameSocket extends WebSocketLike {
  sendFrame(frame: OutgoingFrame): void;
}

/** True for a socket that takes frames; every other takes payloads and frames them itself. */
export function isFrameSocket(socket: WebSocketLike): socket is FrameSocket {
  return 'sendFrame' in socket;
}
