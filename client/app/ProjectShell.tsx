import type { Project } from '@studio/shared/api';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { EditsNotTaken } from '../offline/EditsNotTaken.tsx';
import { keepingKey, useKeeping } from '../offline/keeping.ts';
import { readKept } from '../offline/keptMedia.ts';
import { TabOnlyBanner } from '../offline/TabOnlyBanner.tsx';
import { useSetAside } from '../offline/useSetAside.ts';
import { changeSettings, useSettings } from '../settings/settings.ts';
import { VIEWS, type ViewName } from '../sync/presence.ts';
import { useProjectSession } from '../sync/useProject.tsx';
import { ResizeHandle } from '../ui/ResizeHandle.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { FollowFrame } from './FollowFrame.tsx';
import { ShellDialogs } from './ShellDialogs.tsx';
import { ProjectBar } from './ProjectBar.tsx';
import { PausedBanner } from './PausedBanner.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useProjectKeys } from './useProjectKeys.ts';
import { ViewRail } from './ViewRail.tsx';

const TimelineDock = lazy(async () => ({ default: (await import('../timeline/TimelineDock.tsx')).TimelineDock }));

const KeptUpToDate = lazy(async () => ({ default: (await import('../offline/KeptUpToDate.tsx')).KeptUpToDate }));

/** The frame of a project: bar on top, rail at the left (tabs below on a phone), the view, the timeline dock. */
export function ProjectShell({ project }: { readonly project: Project }) {
  const view = useView();
  useProjectKeys();
  const { presence } = useProjectSession();
  const isDockOpen = useSettings((settings) => settings.isDockOpen);
  const height = useSettings((settings) => settings.dockHeight);
  useEffect(() => presence.show({ view, pointer: null }), [presence, view]);
  const isKept = useIsKept(project.id);
  const hasDock = isDockOpen && view !== 'timeline';
  return (
    <div className="flex h-full flex-col overflow-hidden">
      <ProjectBar project={project} />
      <RefusalBanner />
      <PausedBanner />
      <TabOnlyBanner />
      <NotTaken projectId={project.id} />
      <ShellDialogs />
      {isKept && (
        <Suspense>
          <KeptUpToDate />
        </Suspense>
      )}
      <div className="flex min-h-0 grow flex-col-reverse wide:flex-row">
        <ViewRail projectId={project.id} />
        <div className="flex min-h-0 min-w-0 grow flex-col">
          <main className="relative min-h-0 grow">
            <FollowFrame view={view} />
            <ErrorBoundary key={view} part={`The ${view} view`}>
              <Suspense fallback={<div role="status" aria-label="Opening" className="h-full bg-ground" />}>
                <Outlet />
              </Suspense>
            </ErrorBoundary>
          </main>
          {hasDock && (
            <div className="relative hidden shrink-0 border-t wide:block" style={{ height }}>
              <ResizeHandle
                label="Height of the timeline dock"
                edge="top"
                size={height}
                min={160}
                max={560}
                onResize={(dockHeight) => changeSettings({ dockHeight })}
              />
              <ErrorBoundary part="The timeline dock">
                <Suspense fallback={<DockPending />}>
                  <TimelineDock />
                </Suspense>
              </ErrorBoundary>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** Whether this project's media are kept here by choice; asked again whenever keeping says something. */
function useIsKept(projectId: string): boolean {
  const { me } = useProjectSession();
  useKeeping((all) => all[keepingKey({ personId: me.id, projectId })]);
  return readKept(localStorage, me.id, projectId) !== undefined;
}

function NotTaken({ projectId }: { readonly projectId: string }) {
  const session = useProjectSession();
  const records = useSetAside(session.me.id, projectId);
  return <EditsNotTaken records={records} role={session.role} session={session} />;
}

/** The monitor and the track of the dock while they are on their way. */
function DockPending() {
  return (
    <div role="status" aria-label="Opening the timeline" className="grid h-full grid-cols-[320px_1fr] bg-surface-1">
      <Skeleton className="m-3" />
      <div className="flex flex-col gap-3 border-l p-3">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-[72px]" />
      </div>
    </div>
  );
}

function useView(): ViewName {
  const { pathname } = useLocation();
  return VIEWS.find((view) => pathname.endsWith(`/${view}`)) ?? 'canvas';
}
