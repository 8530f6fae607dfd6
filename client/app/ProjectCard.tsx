import { can } from '@studio/shared/access';
import { projectSchema, type Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Clapperboard, Ellipsis, HardDrive, Pencil } from 'lucide-react';
import { useState } from 'react';
import { editsInWords } from '../offline/asideWords.ts';
import { bytesInWords } from '../offline/byteWords.ts';
import { RemoveDialog } from '../offline/RemoveDialog.tsx';
import type { ProjectHere } from '../offline/useDeviceProjects.ts';
import { RelativeTime } from '../review/RelativeTime.tsx';
import { Badge } from '../ui/Badge.tsx';
import { classNames } from '../ui/classNames.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { mediaUrl } from '../ui/mediaSource.ts';
import { Menu } from '../ui/Menu.tsx';
import type { MenuAction } from '../ui/menuAction.ts';
import { notify, notifyRefusal } from '../ui/notify.ts';
import { request } from './api.ts';
import { PROJECTS_KEY } from './projectsKey.ts';
import { useServerReach } from './remembered.ts';
import { RenameProjectDialog } from './RenameProjectDialog.tsx';

export interface ProjectCardProps {
  readonly project: Project;
  /** What this device has of it: null for nothing, undefined while that is looked up. */
  readonly here: ProjectHere | null | undefined;
}

const NOT_HERE = 'Not on this device. Open it once while you are online.';

/** A project in the list: its poster, its name, how large it is, when it changed, and whether it is on this device. */
export function ProjectCard({ project, here }: ProjectCardProps) {
  const [isRenaming, setRenaming] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const isReachable = useServerReach((state) => state.isReachable);
  const isOutOfReach = !isReachable && here === null;
  const { id, title } = project;
  const actions = useCardActions(project, here, {
    onRename: () => setRenaming(true),
    onRemove: () => setRemoving(true),
  });
  return (
    <li
      aria-disabled={isOutOfReach || undefined}
      title={isOutOfReach ? NOT_HERE : undefined}
      className={classNames(
        'group relative overflow-hidden rounded border bg-surface-1 transition-colors',
        !isOutOfReach && 'hover:border-line-strong',
      )}
    >
      <Link
        to="/p/$projectId"
        params={{ projectId: id }}
        disabled={isOutOfReach}
        className="block aria-disabled:cursor-not-allowed"
        aria-label={isOutOfReach ? `${title}. ${NOT_HERE}` : title}
      >
        <CardFace project={project} here={here} isOutOfReach={isOutOfReach} />
      </Link>
      {actions.length > 0 && !isOutOfReach && (
        <span className="absolute right-1.5 bottom-3.5">
          <Menu trigger={<IconButton icon={Ellipsis} label={`What to do with ${title}`} />} actions={actions} />
        </span>
      )}
      {isRemoving && here && <RemoveDialog project={project} here={here} onClose={() => setRemoving(false)} />}
      {isRenaming && <RenameProjectDialog project={project} onClose={() => setRenaming(false)} />}
    </li>
  );
}

function CardFace({ project, here, isOutOfReach }: ProjectCardProps & { readonly isOutOfReach: boolean }) {
  const { title, poster, shotCount, changedAt, isSample } = project;
  return (
    <>
      <span
        className={classNames(
          'flex aspect-video items-center justify-center bg-ground text-ink-3',
          isOutOfReach && 'opacity-45',
        )}
      >
        {poster === null ? (
          <Clapperboard aria-hidden size={24} strokeWidth={1.25} />
        ) : (
          <img src={mediaUrl(poster)} alt="" loading="lazy" className="size-full object-cover" />
        )}
      </span>
      <span className="flex h-[72px] flex-col justify-center pr-10 pl-3">
        <span className="flex min-w-0 items-center gap-2">
          <span className={classNames('truncate text-13 font-medium', isOutOfReach && 'text-ink-2')} title={title}>
            {title}
          </span>
          {isSample && <Badge>Sample</Badge>}
        </span>
        <span className={classNames('text-12 text-ink-3', isOutOfReach ? 'line-clamp-2 text-pretty' : 'truncate')}>
          {isOutOfReach ? (
            NOT_HERE
          ) : (
            <>
              {shotCount === 1 ? '1 shot' : `${shotCount} shots`} · <RelativeTime at={changedAt} />
            </>
          )}
        </span>
        {here && <HereLine here={here} />}
      </span>
    </>
  );
}

interface CardActs {
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

function useCardActions(
  project: Project,
  here: ProjectHere | null | undefined,
  { onRename, onRemove }: CardActs,
): readonly MenuAction[] {
  const archive = useArchive(project);
  const { role, isArchived } = project;
  return [
    ...(can(role, 'project.rename') ? [{ label: 'Rename', icon: Pencil, onSelect: onRename }] : []),
    ...(can(role, 'project.archive')
      ? [
          isArchived
            ? { label: 'Bring back', icon: ArchiveRestore, onSelect: () => void archive(false) }
            : { label: 'Archive', icon: Archive, onSelect: () => void archive(true) },
        ]
      : []),
    ...(here ? [{ label: 'Remove from this device', icon: HardDrive, isDangerous: true, onSelect: onRemove }] : []),
  ];
}

/** What of a project is on this device; what only this device has comes first. */
function HereLine({ here }: { readonly here: ProjectHere }) {
  const { unsentEdits, bytes, openedAt } = here;
  const size = bytesInWords(bytes);
  return (
    <span className="flex items-center gap-1 truncate text-12 text-ink-3" title="On this device">
      <HardDrive aria-label="On this device" size={12} strokeWidth={1.75} className="shrink-0" />
      <span className="truncate">
        {unsentEdits > 0 ? `${editsInWords(unsentEdits)} not sent, ${size} here` : `${size} here`}
        {openedAt !== null && unsentEdits === 0 && (
          <>
            {' '}
            · opened <RelativeTime at={openedAt} />
          </>
        )}
      </span>
    </span>
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
