import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FlowEdge } from './edgeBinding.ts';
import { kindColor } from './kindColor.ts';
import { goesBack, wirePath } from './wirePath.ts';

const CUT_REASON = 'Not followed: with this wire the graph would go in a circle. Remove one wire of the circle.';

/** A wire in the colour of what flows through it; one that closes a circle is drawn as an error, with why. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, selected = false, data } = props;
  const ends = { sourceX, sourceY, targetX, targetY, sourceTop: data?.sourceTop ?? 0, targetTop: data?.targetTop ?? 0 };
  const [path, labelX, labelY] = wirePath(ends);
  const isCut = data?.isCut === true;
  const stroke = isCut ? 'var(--danger)' : selected ? 'var(--ink)' : kindColor(data?.kind);
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={16}
        style={{
          stroke,
          strokeWidth: selected || isCut ? 2 : 1.5,
          strokeOpacity: selected || isCut ? 1 : goesBack(ends) ? 0.45 : 0.75,
          ...(isCut ? { strokeDasharray: '6 4' } : {}),
        }}
      />
      {isCut && (
        <EdgeLabelRenderer>
          <div
            role="alert"
            title={CUT_REASON}
            className="nodrag nopan pointer-events-auto absolute max-w-52 rounded-sm border border-danger bg-surface-2 px-1.5 py-0.5 text-11 text-danger"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {selected ? CUT_REASON : 'Circle: not followed'}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** A constant, like the faces. */
export const EDGE_FACES = { wire: WireEdge };
