import { Link } from '@tanstack/react-router';
import { useProjectSession } from '../sync/useProject.tsx';

export interface CanvasLinkProps {
  readonly label: string;
  /** The node to look at. */
  readonly nodeId?: string;
}

/** The way to the canvas, for what has to be put right there. */
export function CanvasLink({ label, nodeId }: CanvasLinkProps) {
  const { projectId } = useProjectSession();
  return (
    <Link
      to="/p/$projectId/canvas"
      params={{ projectId }}
      search={(nodeId === undefined ? {} : { node: nodeId }) as never}
      className="inline-flex h-8 items-center rounded border bg-surface-3 px-3 text-13 font-medium text-ink hover:border-line-strong"
    >
      {label}
    </Link>
  );
}
