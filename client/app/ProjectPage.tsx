import { CLOSE_REASONS } from '@studio/shared/access';
import { projectSchema, type Person, type Project } from '@studio/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EditsNotTaken } from '../offline/EditsNotTaken.tsx';
import { useProjectLost } from '../offline/useProjectLost.ts';
import { useSetAside } from '../offline/useSetAside.ts';
import { OpenSession } from '../sync/OpenSession.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { PagePending } from './PagePending.tsx';
import { ProjectShell } from './ProjectShell.tsx';
import { remembered } from './remembered.ts';
import { useSession } from './session.ts';
import { useOpenProject } from './useOpenProject.ts';

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
  const isLost = project.data?.ok === false && project.data.failure.reason === 'not-found';
  const hasEntered = useHasEntered(projectId, project.data?.ok === true);
  useProjectLost(person?.id, isLost ? projectId : undefined);
  if (person === null) return <Navigate to="/sign-in" search={{ to: pathname } as never} />;
  // Who was just in here knows that there is such a project: they are told what happened to them.
  const putOut = isLost && hasEntered ? CLOSE_REASONS['not-a-member'] : undefined;
  const failure = failureOf(session.data) ?? putOut ?? failureOf(project.data);
  if (failure !== undefined) {
    const retry = () => void Promise.all([session.refetch(), project.refetch()]);
    return <ProjectUnavailable message={failure} projectId={projectId} person={person} onRetry={retry} />;
  }
  if (!person || project.data?.ok !== true) return <PagePending />;
  return <OpenProject key={`${projectId}/${project.data.value.role}`} project={project.data.value} person={person} />;
}

/** Whether a project was open since this page came. */
function useHasEntered(projectId: string, isIn: boolean): boolean {
  const [entered, setEntered] = useState<string>();
  useEffect(() => {
    if (isIn) setEntered(projectId);
  }, [isIn, projectId]);
  return entered === projectId;
}

function failureOf(answer: { ok: boolean; failure?: { message: string } } | undefined): string | undefined {
  return answer?.ok === false ? answer.failure?.message : undefined;
}

interface ProjectUnavailableProps {
  readonly message: string;
  readonly projectId: string;
  readonly person: Person | undefined;
  readonly onRetry: () => void;
}

function ProjectUnavailable({ message, projectId, person, onRetry }: ProjectUnavailableProps) {
  const aside = useSetAside(person?.id, projectId);
  return (
    <div className="flex h-full flex-col">
      <EditsNotTaken records={aside} role={null} />
      <div className="flex grow items-center justify-center">
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
    </div>
  );
}

function OpenProject({ project, person }: { readonly project: Project; readonly person: Person }) {
  const { session, ended, reopen } = useOpenProject(project, person);
  if (ended !== undefined) {
    return (
      <ProjectUnavailable message={CLOSE_REASONS[ended]} projectId={project.id} person={person} onRetry={reopen} />
    );
  }
  if (!session) return <PagePending />;
  return (
    <OpenSession session={session}>
      <ProjectShell project={project} />
    </OpenSession>
  );
}
