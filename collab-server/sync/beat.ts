import { MessageType } from '@hocuspocus/server';

/** A frame of the socket itself, for no document: “are you there?”; clients of Hocuspocus answer `PONG` by themselves. */
export const PING = Uint8Array.of(MessageType.Ping);

/** True for a client's answer to `PING`. */
export function isPong(frame: Uint8Array): boolean {
  return frame.length === 1 && frame[0] === MessageType.Pong;
}

/** Whoever is to hear at least every second beat that the server is there. */
export interface Beaten {
  /** Says so, unless something was said since the last beat. */
  beat(): void;
}

/**
 * Beats for all that `beaten` gives, so that a client can tell a quiet document from a dead socket. A socket hears something
 * every two beats at the latest; one on which others edit is sent nothing more. Returns how to stop.
 */
export function startBeating(beaten: () => Iterable<Beaten>, beatMs: number): () => void {
  const timer = setInterval(() => {
    for (const one of beaten()) one.beat();
  }, beatMs);
  timer.unref();
  return () => clearInterval(timer);
}
