import { can } from '@studio/shared/access';
import { projectSchema, type Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Clapperboard, Ellipsis, Pencil } from 'lucide-react';
import { useState } from 'react';
import { RelativeTime } from '../review/RelativeTime.tsx';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';
import { Menu } from '../ui/Menu.tsx';
import type { MenuAction } from '../ui/menuAction.ts';
import { notify, notifyRefusal } from '../ui/notify.ts';
import { request } from './api.ts';
import { PROJECTS_KEY } from './projectsKey.ts';
import { RenameProjectDialog } from './RenameProjectDialog.tsx';

/** A project in the list: its poster, its name, how large it is and when it changed. */
export function ProjectCard({ project }: { readonly project: Project }) {
  const [isRenaming, setRenaming] = useState(false);
  const archive = useArchive(project);
  const { id, title, poster, shotCount, changedAt, role, isArchived, isSample } = project;
  const actions: readonly MenuAction[] = [
    ...(can(role, 'project.rename') ? [{ label: 'Rename', icon: Pencil, onSelect: () => setRenaming(true) }] : []),
    ...(can(role, 'project.archive')
      ? [
          isArchived
            ? { label: 'Bring back', icon: ArchiveRestore, onSelect: () => void archive(false) }
            : { label: 'Archive', icon: Archive, onSelect: () => void archive(true) },
        ]
      : []),
  ];
  return (
    <li className="group relative overflow-hidden rounded border bg-surface-1 transition-colors hover:border-line-strong">
      <Link to="/p/$projectId" params={{ projectId: id }} className="block" aria-label={title}>
        <span className="flex aspect-video items-center justify-center bg-ground text-ink-3">
          {poster === null ? (
            <Clapperboard aria-hidden size={24} strokeWidth={1.25} />
          ) : (
            <img src={mediaUrl(poster)} alt="" loading="lazy" className="size-full object-cover" />
          )}
        </span>
        <span className="flex h-[60px] flex-col justify-center pr-10 pl-3">
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate text-13 font-medium" title={title}>
              {title}
            </span>
            {isSample && <Badge>Sample</Badge>}
          </span>
          <span className="truncate text-12 text-ink-3">
            {shotCount === 1 ? '1 shot' : `${shotCount} shots`} · <RelativeTime at={changedAt} />
          </span>
        </span>
      </Link>
      {actions.length > 0 && (
        <span className="absolute right-1.5 bottom-3.5">
          <Menu trigger={<IconButton icon={Ellipsis} label={`What to do with ${title}`} />} actions={actions} />
        </span>
      )}
      {isRenaming && <RenameProjectDialog project={project} onClose={() => setRenaming(false)} />}
    </li>
  );
}

function useArchive({ id, title }: Project): (isArchived: boolean) => Promise<void> {
  const queries = useQueryClient();
  const change = async (isArchived: boolean): Promise<void> => {
    const answer = await request(projectSchema, `/projects/${id}`, { method: 'PATCH', body: { isArchived } });
    await queries.invalidateQueries({ queryKey: PROJECTS_KEY });
    if (!notifyRefusal(answer)) return;
    const undo = { label: 'Undo', onSelect: () => void change(false) };
    notify(
      isArchived
        ? { tone: 'info', message: `“${title}” is in the archive. Nothing of it is deleted.`, action: undo }
        : { tone: 'info', message: `“${title}” is back.` },
    );
  };
  return change;
}
