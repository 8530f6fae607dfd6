import type { ShareLink } from '@studio/shared/api';
import { Copy, Link2Off } from 'lucide-react';
import { useEnvironment } from '../app/environment.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { copyLink, useRevokeShareLink, useShareLinks } from './shareQueries.ts';
import { wholeTime } from './timeWords.ts';

export interface ShareLinkListProps {
  readonly projectId: string;
  /** The link that was just made: it stands out. */
  readonly newestId: string | undefined;
}

/** The links that are out, each to copy or to end. */
export function ShareLinkList({ projectId, newestId }: ShareLinkListProps) {
  const { data, refetch } = useShareLinks(projectId);
  if (!data) return <Skeleton className="h-16" />;
  if (!data.ok) {
    return (
      <p role="alert" className="flex items-center gap-3 text-13 text-danger">
        {data.failure.message}
        <Button size="small" onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (data.value.length === 0) return <p className="text-12 text-ink-3">No links are out.</p>;
  return (
    <section aria-label="Links">
      <h3 className="mb-1 text-12 text-ink-2">Links that are out</h3>
      <ul className="divide-y rounded border">
        {data.value.map((link) => (
          <LinkRow key={link.id} link={link} projectId={projectId} isNewest={link.id === newestId} />
        ))}
      </ul>
    </section>
  );
}

interface LinkRowProps {
  readonly link: ShareLink;
  readonly projectId: string;
  readonly isNewest: boolean;
}

function LinkRow({ link, projectId, isNewest }: LinkRowProps) {
  const revoke = useRevokeShareLink(projectId);
  const { clock } = useEnvironment();
  const isOver = link.expiresAt !== null && link.expiresAt < clock();
  const shots = `${link.subjects.length} ${link.subjects.length === 1 ? 'shot' : 'shots'}`;
  const ends = link.expiresAt === null ? 'until revoked' : `${isOver ? 'ended' : 'ends'} ${wholeTime(link.expiresAt)}`;
  return (
    <li className={classNames('flex items-center gap-2 p-2.5', isNewest && 'bg-surface-3')}>
      <div className="min-w-0 grow">
        <p className="flex items-center gap-2 text-13">
          <span className="truncate font-medium">{link.label}</span>
          {!link.mayComment && <Badge>Watch only</Badge>}
        </p>
        <p className="truncate text-12 text-ink-3">
          {shots} · {ends}
        </p>
        <input
          readOnly
          aria-label={`Address of ${link.label}`}
          value={link.url}
          onFocus={(event) => event.target.select()}
          className="w-full truncate rounded-sm bg-transparent font-mono text-11 text-ink-2"
        />
      </div>
      <IconButton
        icon={Copy}
        label={`Copy the link ${link.label}`}
        disabled={isOver}
        onClick={() => void copyLink(link.url)}
      />
      <IconButton
        icon={Link2Off}
        label={`Revoke the link ${link.label}`}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate(link.id)}
      />
    </li>
  );
}
