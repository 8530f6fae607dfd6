/** Messages and bytes that may come in: steadily, and at once after a rest. */
export interface RateLimits {
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly bytesPerSecond: number;
  readonly byteBurst: number;
  /** Whole documents that may be asked for, by their bytes: an answer costs the server far more than the question. */
  readonly askedBytesPerSecond: number;
  readonly askedByteBurst: number;
}

/** What one connection, person and document may take. Sizes in bytes, times in milliseconds. */
export interface SyncLimits {
  /** A frame of the socket; larger ones end the socket before they are read. */
  readonly frameBytes: number;
  /** One edit; the text of `too-large` names it. */
  readonly updateBytes: number;
  readonly documentBytes: number;
  /** What one person may send over all of their sockets. */
  readonly person: RateLimits;
  /** What a socket may send before anybody has signed in on it. */
  readonly stranger: RateLimits;
  readonly socketsPerPerson: number;
  readonly presenceBytes: number;
  readonly servicePresenceBytes: number;
  readonly previewBytes: number;
  /** Edits of one connection that wait for what they build on. */
  readonly heldUpdates: number;
  readonly heldBytes: number;
  /** Journal rows or bytes after which a small document is folded; a large one has to grow by its own size. */
  readonly foldRows: number;
  readonly foldBytes: number;
  /** Rows after which a document is folded when its last reader leaves. */
  readonly foldRowsOnUnload: number;
  /** A document that is encoded whole for a joiner is kept so until nobody has joined for this long. */
  readonly joinKeepMs: number;
  /** How long a document stays in memory after its last reader; how many stay so, and their bytes together, as stored. */
  readonly lingerMs: number;
  readonly lingerDocuments: number;
  readonly lingerBytes: number;
  readonly appendTimeoutMs: number;
  /** How long the journal may keep an edit waiting before people are told that storage fails. */
  readonly storagePatienceMs: number;
  /** How often failing storage is tried. */
  readonly storageProbeMs: number;
  /** What may wait for a reader that does not keep up, beside answers to its own questions; more ends its socket. */
  readonly waitingBytes: number;
  /** How often a socket is asked for a sign of life. */
  readonly heartbeatMs: number;
  /** How often a server that is one of several looks into the journal for what the others did not pass on. */
  readonly followIntervalMs: number;
  /** How often it looks there while nothing is passed on, because Redis is away. */
  readonly followUnlinkedMs: number;
  /** How often access is asked again without being told to: sessions and links also end by time. */
  readonly recheckIntervalMs: number;
  /** A socket hears something every two of these at the latest; clients call a socket dead that was silent for longer. */
  readonly beatMs: number;
}

/** The limits of a studio's server. */
export const DEFAULT_LIMITS: SyncLimits = {
  frameBytes: 16 * 1024 * 1024,
  updateBytes: 4 * 1024 * 1024,
  documentBytes: 64 * 1024 * 1024,
  person: {
    messagesPerSecond: 1000,
    messageBurst: 10_000,
    bytesPerSecond: 2 * 1024 * 1024,
    byteBurst: 24 * 1024 * 1024,
    askedBytesPerSecond: 4 * 1024 * 1024,
    askedByteBurst: 64 * 1024 * 1024,
  },
  stranger: {
    messagesPerSecond: 50,
    messageBurst: 500,
    bytesPerSecond: 64 * 1024,
    byteBurst: 1024 * 1024,
    askedBytesPerSecond: 0,
    askedByteBurst: 0,
  },
  socketsPerPerson: 30,
  presenceBytes: 16 * 1024,
  servicePresenceBytes: 256 * 1024,
  previewBytes: 1024 * 1024,
  heldUpdates: 64,
  heldBytes: 1024 * 1024,
  foldRows: 2000,
  foldBytes: 64 * 1024,
  foldRowsOnUnload: 32,
  joinKeepMs: 300,
  lingerMs: 15_000,
  lingerDocuments: 200,
  lingerBytes: 16 * 1024 * 1024,
  appendTimeoutMs: 15_000,
  storagePatienceMs: 700,
  storageProbeMs: 500,
  waitingBytes: 4 * 1024 * 1024,
  heartbeatMs: 30_000,
  followIntervalMs: 5000,
  followUnlinkedMs: 1000,
  recheckIntervalMs: 30_000,
  beatMs: 2000,
};
