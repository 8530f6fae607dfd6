import { can } from '@studio/shared/access';
import type { Project, Session } from '@studio/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { Clapperboard, Plus } from 'lucide-react';
import { useState } from 'react';
import { EditsNotTaken } from '../offline/EditsNotTaken.tsx';
import { NEEDS_SERVER, ProjectFromFile } from '../offline/ProjectFromFile.tsx';
import { type ProjectHere, useDeviceProjects } from '../offline/useDeviceProjects.ts';
import { useSetAside } from '../offline/useSetAside.ts';
import { SettingsMenu } from '../settings/SettingsMenu.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { askProjects } from './askProjects.ts';
import { NewProjectDialog } from './NewProjectDialog.tsx';
import { ProjectCard } from './ProjectCard.tsx';
import { PROJECTS_KEY } from './projectsKey.ts';
import { useServerReach } from './remembered.ts';
import { useSession } from './session.ts';

/** The studio's projects. */
export function ProjectsPage() {
  const session = useSession();
  const answer = session.data;
  if (answer?.ok === true && answer.value.needsSetup) return <Navigate to="/setup" />;
  if (answer?.ok === true && answer.value.person === null) return <Navigate to="/sign-in" />;
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b bg-surface-1 pr-2 pl-4">
        <img src="/icon.svg" alt="" className="size-5" />
        <span className="truncate text-13 font-semibold">{answer?.ok === true ? studioName(answer.value) : ''}</span>
        <div className="grow" />
        <SettingsMenu />
      </header>
      <AllNotTaken personId={answer?.ok === true ? answer.value.person?.id : undefined} />
      <main className="min-h-0 grow overflow-auto">
        {answer?.ok === false ? (
          <ListError message={answer.failure.message} onRetry={() => void session.refetch()} />
        ) : (
          <ProjectList session={answer?.value} />
        )}
      </main>
    </div>
  );
}

/** What the server did not take, of whichever projects. */
function AllNotTaken({ personId }: { readonly personId: string | undefined }) {
  const records = useSetAside(personId);
  const byProject = Map.groupBy(records, ({ projectId }) => projectId);
  return [...byProject].map(([projectId, of]) => <EditsNotTaken key={projectId} records={of} role={null} isListed />);
}

function studioName(session: Session): string {
  return session.studioName || 'Production Canvas';
}

function ProjectList({ session }: { readonly session: Session | undefined }) {
  const [isCreating, setCreating] = useState(false);
  const [isArchiveShown, setArchiveShown] = useState(false);
  const { data, refetch } = useQuery({
    queryKey: PROJECTS_KEY,
    queryFn: askProjects,
    enabled: session !== undefined,
  });
  const all = data?.ok === true ? data.value : undefined;
  const here = useDeviceProjects(session?.person?.id, all);
  const isReachable = useServerReach((state) => state.isReachable);
  if (data?.ok === false) return <ListError message={data.failure.message} onRetry={() => void refetch()} />;
  const projects = all?.filter((project) => !project.isArchived);
  const archived = all?.filter((project) => project.isArchived) ?? [];
  const mayCreate = session?.person ? can(session.person.role, 'project.create') : false;
  const create = mayCreate ? () => setCreating(true) : undefined;
  return (
    <div className="mx-auto max-w-[1180px] px-4 py-6 wide:px-8">
      <div className="mb-4 flex h-8 items-center justify-between">
        <h1 className="text-20 font-semibold">Projects</h1>
        {create && projects && projects.length > 0 && (
          <div className="flex gap-2">
            <ProjectFromFile />
            <NewProjectButton onPress={create} />
          </div>
        )}
      </div>
      {!isReachable && (
        <p role="status" className="mb-4 rounded border bg-surface-1 px-3 py-2 text-13 text-ink-2">
          Offline. The projects on this device open; the others need the server once.
        </p>
      )}
      {isReachable && session?.areWorkersSimulated === true && (
        <p className="mb-4 rounded border bg-surface-1 px-3 py-2 text-13 text-ink-2">
          No GPU connected: simulated frames. Connect ComfyUI to make real ones.
        </p>
      )}
      {projects ? <Cards projects={projects} here={here} onCreate={create} /> : <CardSkeletons />}
      {archived.length > 0 && (
        <section className="mt-8">
          <Button tone="quiet" size="small" onClick={() => setArchiveShown(!isArchiveShown)}>
            {isArchiveShown ? 'Hide the archive' : `Show the archive (${archived.length})`}
          </Button>
          {isArchiveShown && (
            <div className="mt-3">
              <Cards projects={archived} here={here} onCreate={undefined} />
            </div>
          )}
        </section>
      )}
      {isCreating && <NewProjectDialog onClose={() => setCreating(false)} />}
    </div>
  );
}

/** Off without a network, with the reason. */
function NewProjectButton({ onPress }: { readonly onPress: () => void }) {
  const isReachable = useServerReach((state) => state.isReachable);
  const reason = isReachable ? undefined : NEEDS_SERVER;
  return (
    <Button tone="primary" icon={Plus} disabled={!isReachable} title={reason} onClick={onPress}>
      New project
    </Button>
  );
}

const GRID = 'grid grid-cols-1 gap-4 wide:grid-cols-2 desk:grid-cols-4';

interface CardsProps {
  readonly projects: readonly Project[];
  /** Those of them that this device has; undefined while that is looked up. */
  readonly here: ReadonlyMap<string, ProjectHere> | undefined;
  readonly onCreate: (() => void) | undefined;
}

function Cards({ projects, here, onCreate }: CardsProps) {
  if (projects.length === 0) {
    return (
      <EmptyState
        icon={Clapperboard}
        title="Films go here."
        actions={
          onCreate && (
            <Button tone="primary" icon={Plus} onClick={onCreate}>
              New project
            </Button>
          )
        }
      >
        {onCreate
          ? 'A project holds the shots, the Takes and the cut of one film. Or ask a colleague to add you to theirs.'
          : 'Ask an editor or admin of the studio to add you to a project.'}
      </EmptyState>
    );
  }
  return (
    <ul className={GRID}>
      {projects.map((project) => (
        <ProjectCard
          key={project.id}
          project={project}
          here={here === undefined ? undefined : (here.get(project.id) ?? null)}
        />
      ))}
    </ul>
  );
}

function CardSkeletons() {
  return (
    <div role="status" aria-label="Loading the projects" className={GRID}>
      {[0, 1, 2, 3].map((at) => (
        <div key={at} className="overflow-hidden rounded border bg-surface-1">
          <Skeleton className="aspect-video rounded-none" />
          <div className="flex h-[60px] flex-col justify-center gap-2 px-3">
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-3 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  );
}

function ListError({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <ErrorState
      title={message}
      safe="Your projects are safe on the server; edits made on this device are kept here."
      actions={<Button onClick={onRetry}>Try again</Button>}
    />
  );
}
