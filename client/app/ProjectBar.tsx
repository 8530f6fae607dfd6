import { can } from '@studio/shared/access';
import type { Project } from '@studio/shared/api';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, Share2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { SettingsMenu } from '../settings/SettingsMenu.tsx';
import { useMeta, useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { LostValuesButton } from './LostValuesButton.tsx';
import { PeopleHere } from './PeopleHere.tsx';
import { showDialog } from './shellDialog.ts';
import { SyncBadge } from './SyncBadge.tsx';

const QueueButton = lazy(async () => ({ default: (await import('../queue/QueueButton.tsx')).QueueButton }));

/** Name, sync badge, people, queue, share. */
export function ProjectBar({ project }: { readonly project: Project }) {
  const { title } = useMeta();
  const { role } = useProjectSession();
  const mayShare = can(role, 'project.share');
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-b bg-surface-1 pr-2 pl-1 wide:gap-2">
      <Tooltip label="All projects">
        <Link
          to="/"
          aria-label="All projects"
          className="inline-flex size-8 shrink-0 items-center justify-center rounded text-ink-2 hover:bg-surface-3 hover:text-ink"
        >
          <ChevronLeft aria-hidden size={16} strokeWidth={1.75} />
        </Link>
      </Tooltip>
      <h1 className="min-w-12 truncate text-13 font-semibold" title={title}>
        {title}
      </h1>
      <SyncBadge />
      <LostValuesButton />
      <div className="grow" />
      <PeopleHere />
      <ErrorBoundary part="The queue">
        <Suspense fallback={<span className="w-16" />}>
          <QueueButton />
        </Suspense>
      </ErrorBoundary>
      {mayShare && (
        <Button icon={Share2} size="small" onClick={() => showDialog('share')} aria-label="Share">
          <span className="max-wide:hidden">Share</span>
        </Button>
      )}
      <SettingsMenu project={project} />
    </header>
  );
}
