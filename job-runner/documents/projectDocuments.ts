import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { formatDocumentName, SCHEMA_VERSION } from '@studio/shared/document';
import { DocumentLink } from './documentLink.ts';
import { ProjectSession } from './projectSession.ts';

/** Where the documents are and how this process proves who it is. */
export interface ProjectDocumentsOptions {
  /** The collab-server, `http://host:port` without a trailing slash. */
  readonly collabUrl: string;
  readonly serviceKey: string;
  readonly clock: () => number;
  /** A project that nobody uses is left after this long. */
  readonly idleMs?: number;
  readonly timeoutMs?: number;
}

/** A joined project that counts its users; `leave` exactly once. */
export interface JoinedProject {
  readonly session: ProjectSession;
  leave(): void;
}

interface Entry {
  readonly session: ProjectSession;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

/** Joins projects as a Yjs peer with the service identity, over one socket; a project is joined once for all its runs. */
export class ProjectDocuments {
  readonly #options: Required<ProjectDocumentsOptions>;
  readonly #socket: HocuspocusProviderWebsocket;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ProjectDocumentsOptions) {
    this.#options = { idleMs: 30_000, timeoutMs: 10_000, ...options };
    this.#socket = new HocuspocusProviderWebsocket({
      url: `${options.collabUrl.replace(/^http/, 'ws')}/collab?schema=${SCHEMA_VERSION}`,
      // `delay` below `minDelay` would never connect at all.
      delay: 300,
      minDelay: 100,
      maxDelay: 3000,
    });
  }

  /** Joins a project and waits until its documents are here; throws `Unavailable`. */
  async join(projectId: string): Promise<JoinedProject> {
    const entry = this.#entry(projectId);
    entry.users += 1;
    clearTimeout(entry.idle);
    try {
      await entry.session.synced();
    } catch (error) {
      this.#release(projectId, entry);
      throw error;
    }
    let isLeft = false;
    return {
      session: entry.session,
      leave: () => {
        if (isLeft) return;
        isLeft = true;
        this.#release(projectId, entry);
      },
    };
  }

  /** Leaves every project and closes the socket. */
  close(): void {
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.idle);
      entry.session.leave();
    }
    this.#entries.clear();
    this.#socket.destroy();
  }

  #entry(projectId: string): Entry {
    const existing = this.#entries.get(projectId);
    if (existing && !existing.session.isBroken) return existing;
    // A broken link stays broken; whoever still uses it leaves it by itself.
    if (existing && existing.users === 0) this.#drop(projectId, existing);
    const entry: Entry = { session: this.#openSession(projectId), users: 0, idle: undefined };
    this.#entries.set(projectId, entry);
    return entry;
  }

  #openSession(projectId: string): ProjectSession {
    const { serviceKey, timeoutMs, clock } = this.#options;
    const link = (kind: 'project' | 'ledger') =>
      new DocumentLink({
        socket: this.#socket,
        name: formatDocumentName({ kind, projectId }),
        serviceKey,
        timeoutMs,
      });
    return new ProjectSession(link('project'), link('ledger'), clock);
  }

  #release(projectId: string, entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    const isCurrent = this.#entries.get(projectId) === entry;
    if (!isCurrent) return entry.session.leave();
    entry.idle = setTimeout(() => this.#drop(projectId, entry), this.#options.idleMs);
  }

  #drop(projectId: string, entry: Entry): void {
    clearTimeout(entry.idle);
    if (this.#entries.get(projectId) === entry) this.#entries.delete(projectId);
    entry.session.leave();
  }
}
