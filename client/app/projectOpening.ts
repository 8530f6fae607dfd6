import type { CloseReason } from '@studio/shared/access';
import type { Project } from '@studio/shared/api';
import { noteOpened } from '../offline/openedProjects.ts';
import { asideId, keepAside, type PartReason } from '../offline/setAside.ts';
import { setAsideEdits, whenSettled } from '../offline/setAsideEdits.ts';
import { openProjectSession, type ProjectSession, type SessionOptions } from '../sync/projectSession.ts';
import { socketUrl } from '../sync/socketUrl.ts';

/** A reason with which the server takes no edits of a person any more. */
type EndReason = Extract<CloseReason, 'read-only' | 'not-a-member' | 'archived'>;

/** What opening a project needs, and who is told of what becomes of it. */
export interface OpeningOptions extends Pick<SessionOptions, 'me' | 'clock' | 'random' | 'onAccessChange'> {
  readonly project: Pick<Project, 'id' | 'role' | 'title'>;
  /** The session when it is open; undefined when it is closed. */
  readonly onSession: (session: ProjectSession | undefined) => void;
  /** Told when something was set aside on this device. */
  readonly onSetAside: () => Promise<void>;
  /** Told when the server has ended it, after the edits that it refused are set aside. */
  readonly onEnded: (reason: EndReason) => Promise<void>;
}

/** A project that is being opened, is open, or was ended by the server; `leave` it when nobody looks at it any more. */
export class ProjectOpening {
  readonly #options: OpeningOptions;
  #session: ProjectSession | undefined;
  #isLeft = false;
  #isEnding = false;

  constructor(options: OpeningOptions) {
    this.#options = options;
    const { project, me } = options;
    // Refused edits of an earlier opening are on their way out of the copy that this one reads.
    void whenSettled(me.id, project.id).then(() => {
      if (!this.#isLeft) this.#open();
    });
  }

  /** Closes the project. What was done stays on this device. */
  leave(): void {
    this.#isLeft = true;
    this.#options.onSession(undefined);
    // Whoever ends it closes it.
    if (!this.#isEnding) void this.#session?.close();
  }

  #open(): void {
    const { project, me, clock, random, onAccessChange, onSession } = this.#options;
    const session = openProjectSession({
      projectId: project.id,
      role: project.role,
      me,
      socketUrl: socketUrl(),
      clock,
      random,
      counts: localStorage,
      onAccessChange,
      onRefused: (reason, documentName) => this.#refuse(reason, documentName),
      onUnreadable: (rows, documentName) => void this.#keepRows('unreadable', rows, documentName),
      onIncomplete: (edits, documentName) => this.#keepRows('incomplete', [edits], documentName),
    });
    this.#session = session;
    void session.whenRead.then(() => {
      if (!this.#isLeft && !this.#isEnding) onSession(session);
    });
    noteOpened(localStorage, me.id, { projectId: project.id, title: project.title, at: clock() });
  }

  #refuse(reason: CloseReason, documentName: string): void {
    // An archived project stays open as it is on this device, unless there are edits that it cannot take.
    const isHeld = reason === 'archived' && this.#session?.sync.unsentEdits() === 0;
    if (this.#isEnding || isHeld || !isEnd(reason)) return;
    this.#isEnding = true;
    this.#options.onSession(undefined);
    void this.#end(reason, documentName);
  }

  async #end(reason: EndReason, documentName: string): Promise<void> {
    const { clock, onSetAside, onEnded } = this.#options;
    await this.#session?.close();
    const refused = reason === 'read-only' ? { documentName } : {};
    await setAsideEdits({ ...this.#owner(), ...refused, reason, counts: localStorage, clock });
    await onSetAside();
    if (!this.#isLeft) await onEnded(reason);
  }

  async #keepRows(reason: PartReason, rows: readonly Uint8Array[], documentName: string): Promise<void> {
    const owner = this.#owner();
    const id = asideId(owner.personId, documentName, reason);
    await keepAside({ ...owner, id, documentName, reason, edits: 0, at: this.#options.clock(), rows });
    await this.#options.onSetAside();
  }

  #owner() {
    const { project, me } = this.#options;
    return { personId: me.id, projectId: project.id, title: project.title };
  }
}

function isEnd(reason: CloseReason): reason is EndReason {
  return reason === 'read-only' || reason === 'not-a-member' || reason === 'archived';
}
