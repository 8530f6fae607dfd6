import { Link } from '@tanstack/react-router';
import { Clapperboard, GitCommitHorizontal, Images, PanelBottom, Workflow, type LucideIcon } from 'lucide-react';
import { changeSettings, useSettings } from '../settings/settings.ts';
import type { ViewName } from '../sync/presence.ts';
import { IconButton } from '../ui/IconButton.tsx';

const VIEWS: readonly { readonly view: ViewName; readonly label: string; readonly icon: LucideIcon }[] = [
  { view: 'canvas', label: 'Canvas', icon: Workflow },
  { view: 'takes', label: 'Takes', icon: Images },
  { view: 'timeline', label: 'Timeline', icon: Clapperboard },
  { view: 'history', label: 'History', icon: GitCommitHorizontal },
];

/** The views of a project: a rail at the left, or tabs at the bottom of a phone. */
export function ViewRail({ projectId }: { readonly projectId: string }) {
  const isDockOpen = useSettings((settings) => settings.isDockOpen);
  return (
    <nav
      aria-label="Views"
      className="flex shrink-0 border-t bg-surface-1 pb-[env(safe-area-inset-bottom)] wide:w-16 wide:flex-col wide:border-t-0 wide:border-r wide:py-2"
    >
      {VIEWS.map(({ view, label, icon: Icon }) => (
        <Link
          key={view}
          to={`/p/$projectId/${view}`}
          params={{ projectId }}
          className="group flex h-14 grow flex-col items-center justify-center gap-1 text-11 text-ink-2 hover:text-ink wide:h-[52px] wide:grow-0"
          activeProps={{ className: 'text-ink', 'aria-current': 'page' }}
        >
          <span className="inline-flex h-6 w-10 items-center justify-center rounded group-hover:bg-surface-3 group-aria-[current=page]:bg-surface-3">
            <Icon aria-hidden size={16} strokeWidth={1.75} />
          </span>
          {label}
        </Link>
      ))}
      <div className="mt-auto hidden justify-center wide:flex">
        <IconButton
          icon={PanelBottom}
          label={isDockOpen ? 'Close the timeline dock' : 'Open the timeline dock'}
          side="right"
          isPressed={isDockOpen}
          onClick={() => changeSettings({ isDockOpen: !isDockOpen })}
        />
      </div>
    </nav>
  );
}
