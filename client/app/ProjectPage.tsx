import { projectSchema, type Person, type Project } from '@studio/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { OpenSession } from '../sync/OpenSession.tsx';
import { openProjectSession, type ProjectSession } from '../sync/projectSession.ts';
import { socketUrl } from '../sync/socketUrl.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { useEnvironment } from './environment.ts';
import { PagePending } from './PagePending.tsx';
import { ProjectShell } from './ProjectShell.tsx';
import { remembered } from './remembered.ts';
import { useSession } from './session.ts';

/** One project: opens its documents when it is known who asks and what they may do. */
export function ProjectPage() {
  const { projectId = '' } = useParams({ strict: false });
  const { pathname } = useLocation();
  const session = useSession();
  const person = session.data?.ok === true ? session.data.value.person : undefined;
  const project = useQuery({
    queryKey: ['project', projectId],
    queryFn: () => remembered(projectSchema, `/projects/${projectId}`),
    enabled: person !== null && person !== undefined,
  });
  if (person === null) return <Navigate to="/sign-in" search={{ to: pathname } as never} />;
  const failure = failureOf(session.data) ?? failureOf(project.data);
  if (failure !== undefined) {
    const retry = () => void Promise.all([session.refetch(), project.refetch()]);
    return <ProjectUnavailable message={failure} onRetry={retry} />;
  }
  if (!person || project.data?.ok !== true) return <PagePending />;
  return <OpenProject key={`${projectId}/${project.data.value.role}`} project={project.data.value} person={person} />;
}

function failureOf(answer: { ok: boolean; failure?: { message: string } } | undefined): string | undefined {
  return answer?.ok === false ? answer.failure?.message : undefined;
}

function ProjectUnavailable({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className="flex h-full items-center justify-center">
      <ErrorState
        title={message}
        safe="Your edits are safe: what was saved is on the server, the rest is kept on this device."
        actions={
          <>
            <Button onClick={onRetry}>Try again</Button>
            <Link to="/" className="inline-flex h-8 items-center px-3 text-13 text-ink-2 hover:text-ink">
              All projects
            </Link>
          </>
        }
      />
    </div>
  );
}

function OpenProject({ project, person }: { readonly project: Project; readonly person: Person }) {
  const { clock, random } = useEnvironment();
  const queries = useQueryClient();
  const { id, role } = project;
  const { id: personId, name, color } = person;
  const me = useMemo(() => ({ id: personId, name, color }), [personId, name, color]);
  const [session, setSession] = useState<ProjectSession>();
  useEffect(() => {
    const opened = openProjectSession({
      projectId: id,
      role,
      me,
      socketUrl: socketUrl(),
      clock,
      random,
      counts: localStorage,
      onAccessChange: () => void queries.invalidateQueries({ queryKey: ['project', id] }),
    });
    let isGone = false;
    // What is on this device is shown first; the network only adds.
    void opened.whenRead.then(() => {
      if (!isGone) setSession(opened);
    });
    return () => {
      isGone = true;
      setSession(undefined);
      opened.close();
    };
  }, [id, role, me, clock, random, queries]);
  if (!session) return <PagePending />;
  return (
    <OpenSession session={session}>
      <ProjectShell project={project} />
    </OpenSession>
  );
}
