/** What a socket agreed on about compression. */
export interface Compression {
  /** False when each message has to stand alone. */
  readonly keepsContext: boolean;
}

// One of each for all sockets.
const WITH_CONTEXT: Compression = Object.freeze({ keepsContext: true });
const ALONE: Compression = Object.freeze({ keepsContext: false });

/** Reads the answer that was given to a client's offer; undefined where messages are not to be compressed. */
export function readCompression(answer: string | undefined): Compression | undefined {
  const parameters = (answer ?? '').split(';').map((part) => part.trim());
  if (parameters[0] !== 'permessage-deflate') return undefined;
  // A reader with a smaller window than usual could not follow; none of the browsers asks for one.
  if (parameters.some((parameter) => parameter.startsWith('server_max_window_bits'))) return undefined;
  return parameters.includes('server_no_context_takeover') ? ALONE : WITH_CONTEXT;
}
