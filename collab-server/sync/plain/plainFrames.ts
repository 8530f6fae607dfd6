import { IncomingMessage, MessageType, OutgoingMessage } from '@hocuspocus/server';

/** The types of frame that plain Yjs clients send: sync, awareness, and asking for awareness. */
const FROM_CLIENT: ReadonlySet<number> = new Set([MessageType.Sync, MessageType.Awareness, MessageType.QueryAwareness]);

/** An awareness update about nobody: it says that the server is there. */
export const EMPTY_PRESENCE = Uint8Array.of(MessageType.Awareness, 1, 0);

/** The frame that a Hocuspocus client of this document would send; undefined when plain clients send no such frame. */
export function toAddressed(frame: Uint8Array, documentName: string): Uint8Array | undefined {
  const [type] = frame;
  if (type === undefined || !FROM_CLIENT.has(type)) return undefined;
  const address = new OutgoingMessage(documentName).toUint8Array();
  const addressed = new Uint8Array(address.length + frame.length);
  addressed.set(address);
  addressed.set(frame, address.length);
  return addressed;
}

/** The frame by which a Hocuspocus client would show who it is. */
export function tokenFrame(documentName: string, token: string): Uint8Array {
  const TOKEN = 0;
  const message = new OutgoingMessage(documentName);
  const written = new IncomingMessage(new Uint8Array());
  written.writeVarUint(MessageType.Auth);
  written.writeVarUint(TOKEN);
  written.writeVarString(token);
  const [address, rest] = [message.toUint8Array(), written.toUint8Array()];
  return Uint8Array.of(...address, ...rest);
}

/** What a frame of Hocuspocus means to a plain client. */
export type PlainAnswer =
  | { readonly kind: 'frame'; readonly frame: Uint8Array }
  | { readonly kind: 'end'; readonly reason: string }
  | { readonly kind: 'nothing' };

const NOTHING: PlainAnswer = { kind: 'nothing' };
const PERMISSION_DENIED = 1;

/** Translates what Hocuspocus sends. Acknowledgements, previews and roles have no word in plain Yjs. */
export function fromAddressed(frame: Uint8Array): PlainAnswer {
  const message = new IncomingMessage(frame);
  message.readVarString();
  const body = message.decoder.pos;
  switch (message.readVarUint()) {
    case MessageType.Sync:
    case MessageType.Awareness:
      return { kind: 'frame', frame: frame.subarray(body) };
    case MessageType.Auth:
      return message.readVarUint() === PERMISSION_DENIED ? { kind: 'end', reason: message.readVarString() } : NOTHING;
    case MessageType.CLOSE:
      return { kind: 'end', reason: message.readVarString() };
    default:
      return NOTHING;
  }
}
