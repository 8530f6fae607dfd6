import { isCloseReason, type CloseReason } from '@studio/shared/access';
import { readStorageNotice } from '@studio/shared/api';
import { WebSocketStatus, type HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { askToPersist } from '../offline/askToPersist.ts';
import { type CopyReports, DeviceCopy, type FindFirstState, type StorageState } from '../offline/deviceCopy.ts';
import { copyName } from '../offline/deviceNames.ts';
import { holdTab } from '../offline/keptInTab.ts';
import { AckedProvider } from './ackedProvider.ts';
import { hasPendingPart, takePendingPart } from './pendingPart.ts';
import { type CountStore, UnsentLog } from './unsentLog.ts';

/** What a connection of one document needs. */
export interface ConnectionOptions {
  readonly name: string;
  readonly personId: string;
  readonly tabId: string;
  /** Says who asks where the cookies of this browser could mean several; without one they decide. */
  readonly token?: string;
  readonly socket: HocuspocusProviderWebsocket;
  readonly counts: CountStore;
  /** Where the document comes from when this device has nothing of it; without one, over the socket. */
  readonly findFirstState?: FindFirstState;
  readonly onChange: () => void;
  /** Told when the server says that I may write now, or no longer. */
  readonly onAccessChange?: () => void;
  /** Told when the server does not take part any more, for a reason that does not pass by itself. */
  readonly onRefused?: (reason: CloseReason) => void;
  /** Told of rows of this device's copy that nobody can read; they are not in the document. */
  readonly onUnreadable?: (rows: readonly Uint8Array[]) => void;
  /**
   * Told of edits of this device that cannot be sent, because they build on what neither it nor the server has. Once it
   * resolves they are kept elsewhere, and leave this device's copy.
   */
  readonly onIncomplete?: (edits: Uint8Array) => Promise<void>;
  /** How often the server must have refused them in a row. */
  readonly mostIncomplete?: number;
  /** Opens another copy than the one in this browser's database. */
  readonly openCopy?: OpenCopy;
}

/** What a connection needs of the document's copy on this device. */
export type OpenedCopy = Pick<DeviceCopy, 'whenRead' | 'state' | 'refresh' | 'rewrite' | 'close'>;
/** Opens the copy of a document, which from then on keeps what is done to it. */
export type OpenCopy = (
  doc: Y.Doc,
  name: string,
  reports: CopyReports,
  findFirstState: FindFirstState | undefined,
) => OpenedCopy;

const openDeviceCopy: OpenCopy = (doc, name, reports, findFirstState) =>
  new DeviceCopy(doc, name, reports, findFirstState);

const RETRYABLE: ReadonlySet<CloseReason> = new Set(['load-failed', 'not-stored', 'rate-limited']);
/** True for a refusal that may be over soon: it is tried again by itself. */
export function mayPass(reason: CloseReason): boolean {
  return RETRYABLE.has(reason);
}

const SYNC_STATUS = 8;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** The sixth exchange comes after 15 s: a server has by then what is stored anywhere. */
const MOST_INCOMPLETE = 6;
/** Another tab's edit that the server has not brought by then is taken from this device's copy. */
const LEFT_BEHIND_MS = 3000;

/** One document of a project: on this device, on the wire, and whether what I did to it has arrived. */
export class DocumentConnection {
  readonly doc = new Y.Doc();
  readonly name: string;
  /** Told when the server has everything that was done here so far. */
  onAcknowledged: () => void = () => undefined;
  readonly whenRead: Promise<void>;
  /** Why the server does not take part, or null. Retryable reasons are tried again by themselves. */
  refusal: CloseReason | null = null;
  /** The server cannot store edits just now. They wait here; it asks for them when it can. */
  isStorageFailing = false;
  /** Edits that the latest handshake delivered; whoever shows it sets it to 0. */
  delivered = 0;
  readonly #provider: AckedProvider;
  readonly #copy: OpenedCopy;
  readonly #unsent: UnsentLog;
  readonly #socket: HocuspocusProviderWebsocket;
  readonly #onChange: () => void;
  readonly #onAccessChange: () => void;
  readonly #onRefused: (reason: CloseReason) => void;
  readonly #onIncomplete: (edits: Uint8Array) => Promise<void>;
  #scope: string | undefined;
  #wasLive = false;
  /** How often in a row the server refused an exchange of states that had a part missing. */
  #incompleteExchanges = 0;
  readonly #mostIncomplete: number;
  #retryMs = FIRST_RETRY_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #otherTab: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  /** What the server has came over this socket. */
  #hasServerState = false;

  constructor(options: ConnectionOptions) {
    const { name, personId, socket, token } = options;
    this.name = name;
    this.#socket = socket;
    this.#onChange = options.onChange;
    this.#onAccessChange = options.onAccessChange ?? (() => undefined);
    this.#onRefused = options.onRefused ?? (() => undefined);
    this.#mostIncomplete = options.mostIncomplete ?? MOST_INCOMPLETE;
    this.#onIncomplete = options.onIncomplete ?? (async () => undefined);
    this.#unsent = new UnsentLog(options.counts, `${personId}/${name}`, options.tabId);
    this.#provider = new AckedProvider({
      websocketProvider: socket,
      name,
      document: this.doc,
      ...(token === undefined ? {} : { token }),
    });
    this.#provider.onDelivery = () => this.#settle();
    this.#provider.on('synced', () => (this.#hasServerState = true));
    this.#provider.on('authenticationFailed', ({ reason }: { reason: string }) => this.#refuse(reason));
    this.#provider.on('authenticated', ({ scope }: { scope: string }) => this.#accept(scope));
    this.#provider.on('close', ({ event }: { event: { reason: string } }) => this.#closed(event.reason));
    this.#provider.on('message', ({ event }: { event: MessageEvent<ArrayBuffer> }) => this.#lookForRefusal(event.data));
    this.onStateless((payload) => this.#hearOfStorage(payload));
    this.doc.on('update', this.#countEdit);
    const reports = {
      onChange: () => this.#told(),
      onOtherTab: () => this.#followOtherTab(),
      onUnreadable: options.onUnreadable ?? (() => undefined),
    };
    const openCopy = options.openCopy ?? openDeviceCopy;
    this.#copy = openCopy(this.doc, copyName(personId, name), reports, options.findFirstState);
    this.whenRead = this.#copy.whenRead;
    // Attached once the device's copy is in: then the handshake carries the edits of earlier visits too.
    void this.whenRead.then(() => {
      if (!this.#isClosed) this.#provider.attach();
    });
  }

  /** Both sides have exchanged their states on this socket. */
  get isLive(): boolean {
    return this.#provider.isLive && this.#provider.synced;
  }

  /** Edits of mine that the server has not acknowledged. */
  get unsentEdits(): number {
    return this.#unsent.count;
  }

  /** Whether this device keeps what I do. */
  get storage(): StorageState {
    return this.#copy.state;
  }

  /** Presence and progress of this document; absent for documents without. */
  get awareness(): Awareness | null {
    return this.#provider.awareness;
  }

  /** Calls `listener` with each stateless message; returns how to stop. */
  onStateless(listener: (payload: string) => void): () => void {
    const heard = ({ payload }: { payload: string }) => listener(payload);
    this.#provider.on('stateless', heard);
    return () => this.#provider.off('stateless', heard);
  }

  /** Leaves the document. What is on this device stays there; resolves when all of it is there. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#otherTab);
    this.doc.off('update', this.#countEdit);
    this.#provider.onDelivery = () => undefined;
    this.#provider.destroy();
    await this.#copy.close();
    // From here on the tab keeps what the device did not take, and asks by itself.
    holdTab(this, false);
    this.doc.destroy();
  }

  readonly #countEdit = (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    if (!transaction.local) return;
    this.#unsent.add();
    this.#told();
  };

  /** Something changed that the badge or the tab's closing depends on. */
  #told(): void {
    const isWaiting = this.unsentEdits > 0;
    holdTab(this, isWaiting && this.storage !== 'kept');
    // From here on this device has what nobody else has.
    if (isWaiting && !this.isLive) void askToPersist();
    this.#onChange();
  }

  /**
   * While the wire is down the tabs of one device see each other's edits through its copy. While it is up they come by
   * the server; what has not come after a while was left behind by a tab that ended before it could send.
   */
  #followOtherTab(): void {
    clearTimeout(this.#otherTab);
    this.#otherTab = setTimeout(() => void this.#takeInOtherTab(), this.isLive ? LEFT_BEHIND_MS : 0);
  }

  async #takeInOtherTab(): Promise<void> {
    if (this.#isClosed) return;
    if (!(await this.#copy.refresh()) && this.isLive) return;
    this.#unsent.adopt();
    this.#told();
  }

  #settle(): void {
    const isLive = this.#provider.isLive;
    if (isLive && this.#provider.awaited === 0) {
      const cleared = this.#unsent.clear();
      this.onAcknowledged();
      if (!this.#wasLive) this.delivered += cleared;
      this.#wasLive = true;
      this.#incompleteExchanges = 0;
    } else if (!isLive) this.#wasLive = false;
    this.#told();
  }

  #hearOfStorage(payload: string): void {
    const notice = readStorageNotice(payload);
    if (!notice) return;
    this.isStorageFailing = notice.state === 'failing';
    this.#told();
  }

  #accept(scope: string): void {
    if (this.#scope !== undefined && this.#scope !== scope) this.#onAccessChange();
    this.#scope = scope;
    // The socket was quicker to come back than the retry.
    clearTimeout(this.#retry);
    this.refusal = null;
    if (this.#incompleteExchanges === 0) this.#retryMs = FIRST_RETRY_MS;
    this.#onChange();
  }

  #refuse(reason: string): void {
    // A refusal without a known reason is a fault of the server, which may pass.
    const known = isCloseReason(reason) ? reason : 'load-failed';
    this.refusal = known;
    if (mayPass(known)) this.#tryAgain();
    else this.#onRefused(known);
    this.#onChange();
  }

  #closed(reason: string): void {
    // Whoever comes back is told again.
    this.isStorageFailing = false;
    if (reason === 'not-stored' && this.#hasServerState) this.#lookForMissing();
    this.#hasServerState = false;
    if (isCloseReason(reason) && !mayPass(reason)) this.#refuse(reason);
    // The socket comes back by itself; a document that was closed on a socket that is up does not.
    else if (this.#socket.status === WebSocketStatus.Connected) this.#tryAgain();
  }

  /**
   * A row of this device's copy may be lost before it was sent: what builds on it is refused each time. Another tab may
   * still have to send it, and another server to pass it on: only after some time nobody has it.
   */
  #lookForMissing(): void {
    this.#incompleteExchanges = hasPendingPart(this.doc) ? this.#incompleteExchanges + 1 : 0;
    if (this.#incompleteExchanges < this.#mostIncomplete) return;
    this.#incompleteExchanges = 0;
    const edits = takePendingPart(this.doc);
    if (edits) void this.#onIncomplete(edits).then(() => this.#copy.rewrite());
  }

  #tryAgain(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#provider.rejoin(), this.#retryMs);
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }

  /** The server answers a refused edit with a status of 0, which the library ignores; why comes in words of its own. */
  #lookForRefusal(bytes: ArrayBuffer): void {
    if (!isRefusal(new Uint8Array(bytes))) return;
    this.refusal = 'read-only';
    this.#onChange();
  }
}

/** Looked at from its beginning: an edit may well end as such an answer does. */
function isRefusal(message: Uint8Array): boolean {
  if (message.at(-2) !== SYNC_STATUS || message.at(-1) !== 0) return false;
  const decoder = createDecoder(message);
  readVarString(decoder);
  return readVarUint(decoder) === SYNC_STATUS;
}
