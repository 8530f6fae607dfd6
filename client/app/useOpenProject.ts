import type { CloseReason } from '@studio/shared/access';
import type { Person, Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { noteOpened } from '../offline/openedProjects.ts';
import { asideId, keepAside } from '../offline/setAside.ts';
import { SET_ASIDE_KEY } from '../offline/setAsideKey.ts';
import { setAsideEdits, whenSettled } from '../offline/setAsideEdits.ts';
import { openProjectSession, type ProjectSession } from '../sync/projectSession.ts';
import { socketUrl } from '../sync/socketUrl.ts';
import { useEnvironment } from './environment.ts';

/** A project on its way: the session once it is open, or why the server has ended it. */
export interface OpenedProject {
  readonly session: ProjectSession | undefined;
  readonly ended: CloseReason | undefined;
  /** Opens it again. */
  readonly reopen: () => void;
}

/**
 * Opens a project for as long as the component is there. What is on this device is shown first; the network only adds.
 * Edits that the server refuses leave the project at once: they are set aside, and it is opened again without them.
 */
export function useOpenProject(project: Project, person: Person): OpenedProject {
  const { clock, random } = useEnvironment();
  const queries = useQueryClient();
  const { id, role, title } = project;
  const { id: personId, name, color } = person;
  const me = useMemo(() => ({ id: personId, name, color }), [personId, name, color]);
  const [opening, setOpening] = useState(0);
  const [session, setSession] = useState<ProjectSession>();
  const [ended, setEnded] = useState<CloseReason>();
  useEffect(() => {
    let isGone = false;
    let isEnding = false;
    let opened: ProjectSession | undefined;
    const owner = { personId, projectId: id, title };
    const toldAside = () => queries.invalidateQueries({ queryKey: SET_ASIDE_KEY });
    async function end(reason: 'read-only' | 'not-a-member' | 'archived', documentName: string): Promise<void> {
      const refused = reason === 'read-only' ? { documentName } : {};
      await opened?.close();
      await setAsideEdits({ ...owner, ...refused, reason, counts: localStorage, clock });
      await Promise.all([toldAside(), queries.invalidateQueries({ queryKey: ['project', id] })]);
      if (isGone) return;
      if (reason === 'read-only') setOpening((count) => count + 1);
      else setEnded(reason);
    }
    function turnAway(reason: CloseReason, documentName: string): void {
      const isHeld = reason === 'archived' && opened?.sync.unsentEdits() === 0;
      if (isEnding || isHeld || !isTaken(reason)) return;
      isEnding = true;
      setSession(undefined);
      void end(reason, documentName);
    }
    async function keepUnreadable(rows: readonly Uint8Array[], documentName: string): Promise<void> {
      const record = { ...owner, documentName, reason: 'unreadable' as const, edits: 0, at: clock(), rows };
      await keepAside({ ...record, id: asideId(personId, documentName, 'unreadable') });
      await toldAside();
    }
    function openNow(): void {
      opened = openProjectSession({
        projectId: id,
        role,
        me,
        socketUrl: socketUrl(),
        clock,
        random,
        counts: localStorage,
        onAccessChange: () => void queries.invalidateQueries({ queryKey: ['project', id] }),
        onRefused: turnAway,
        onUnreadable: (rows, documentName) => void keepUnreadable(rows, documentName),
      });
      const shown = opened;
      void shown.whenRead.then(() => {
        if (!isGone && !isEnding) setSession(shown);
      });
      noteOpened(localStorage, personId, { projectId: id, title, at: clock() });
    }
    void whenSettled(personId, id).then(() => {
      if (!isGone) openNow();
    });
    return () => {
      isGone = true;
      setSession(undefined);
      // Whoever ends it closes it.
      if (!isEnding) void opened?.close();
    };
    // A new title is shown by the project itself; it is no reason to open it again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id, role, me, personId, clock, random, queries, opening]);
  const reopen = () => {
    setEnded(undefined);
    setOpening((count) => count + 1);
  };
  return { session, ended, reopen };
}

function isTaken(reason: CloseReason): reason is 'read-only' | 'not-a-member' | 'archived' {
  return reason === 'read-only' || reason === 'not-a-member' || reason === 'archived';
}
