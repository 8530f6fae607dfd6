/** What the server says of its storage to everybody who has a document open: a stateless message, never stored. */
export interface StorageNotice {
  readonly type: 'storage';
  /** `failing`: edits cannot be stored just now; they wait where they were made, and are asked for when it is `well`. */
  readonly state: 'failing' | 'well';
}

/** Writes a notice as a stateless message. */
export function formatStorageNotice(state: StorageNotice['state']): string {
  return JSON.stringify({ type: 'storage', state } satisfies StorageNotice);
}

/** Reads a stateless message; undefined for anything but a notice. */
export function readStorageNotice(payload: string): StorageNotice | undefined {
  // Previews come the same way and are long.
  if (payload.length > 100) return undefined;
  try {
    const value: unknown = JSON.parse(payload);
    if (typeof value !== 'object' || value === null) return undefined;
    const { type, state } = value as Partial<StorageNotice>;
    return type === 'storage' && (state === 'failing' || state === 'well') ? { type, state } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
