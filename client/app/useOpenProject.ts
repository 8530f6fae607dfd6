import type { CloseReason } from '@studio/shared/access';
import type { Person, Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { SET_ASIDE_KEY } from '../offline/setAsideKey.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { forgetProject } from './askProjects.ts';
import { useEnvironment } from './environment.ts';
import { ProjectOpening } from './projectOpening.ts';

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
export function useOpenProject({ id, role, title }: Project, person: Person): OpenedProject {
  const { clock, random } = useEnvironment();
  const queries = useQueryClient();
  const { id: personId, name, color } = person;
  const me = useMemo(() => ({ id: personId, name, color }), [personId, name, color]);
  const [opening, setOpening] = useState(0);
  const [session, setSession] = useState<ProjectSession>();
  const [ended, setEnded] = useState<CloseReason>();
  useEffect(() => {
    const askRole = () => queries.invalidateQueries({ queryKey: ['project', id] });
    const opened = new ProjectOpening({
      project: { id, role, title },
      me,
      clock,
      random,
      onSession: setSession,
      onAccessChange: () => void askRole(),
      onSetAside: () => queries.invalidateQueries({ queryKey: SET_ASIDE_KEY }),
      onEnded: async (reason) => {
        // Asked for the project now, the server would only say that there is none: here it is known why.
        await (reason === 'not-a-member' ? forgetProject(id) : askRole());
        if (reason === 'read-only') setOpening((count) => count + 1);
        else setEnded(reason);
      },
    });
    return () => opened.leave();
    // A new title is shown by the project itself; it is no reason to open it again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id, role, me, clock, random, queries, opening]);
  const reopen = () => {
    setEnded(undefined);
    setOpening((count) => count + 1);
  };
  return { session, ended, reopen };
}
