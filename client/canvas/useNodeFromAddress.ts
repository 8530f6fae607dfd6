import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { useCanvas } from './canvasContext.ts';

/** Brings the node of `?node=<id>` into sight: other views link to the canvas that way. The address is plain afterwards. */
export function useNodeFromAddress(): void {
  const search: { readonly node?: unknown } = useSearch({ strict: false });
  const { node } = search;
  const navigate = useNavigate();
  const { tables, projectId } = useProjectSession();
  const { focusNode } = useCanvas();
  useEffect(() => {
    if (typeof node !== 'string') return undefined;
    // After the frame in which the canvas takes its nodes.
    const timer = setTimeout(() => {
      if (tables.nodes.row(node)) focusNode(node);
      void navigate({ to: '/p/$projectId/canvas', params: { projectId }, replace: true });
    }, 60);
    return () => clearTimeout(timer);
  }, [node, navigate, projectId, tables, focusNode]);
}
