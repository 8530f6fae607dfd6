import { getBezierPath, getSmoothStepPath, Position } from '@xyflow/react';

/** The two ends of a wire, in canvas pixels; `sourceTop` and `targetTop` are how far below their nodes' tops they are. */
export interface WireEnds {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
  readonly sourceTop: number;
  readonly targetTop: number;
}

/** Room that a curve needs to leave to the right and arrive from the left. */
const ROOM = 24;
/** How far above the lower node a wire that goes back runs. */
const LANE = 26;

/** True for a wire whose target begins left of where its source ends. */
export function goesBack({ sourceX, targetX }: WireEnds): boolean {
  return targetX < sourceX + ROOM;
}

/**
 * The path of a wire with the place of its label: a curve to the right; a wire that goes back runs in the lane above the
 * lower of its nodes instead of winding around both.
 */
export function wirePath(ends: WireEnds): [path: string, labelX: number, labelY: number] {
  const { sourceX, sourceY, targetX, targetY, sourceTop, targetTop } = ends;
  const place = { sourceX, sourceY, targetX, targetY, sourcePosition: Position.Right, targetPosition: Position.Left };
  if (!goesBack(ends)) {
    const [path, labelX, labelY] = getBezierPath(place);
    return [path, labelX, labelY];
  }
  const lowerTop = Math.max(sourceY - sourceTop, targetY - targetTop);
  const [path, labelX, labelY] = getSmoothStepPath({
    ...place,
    borderRadius: 12,
    offset: 20,
    centerY: lowerTop - LANE,
  });
  return [path, labelX, labelY];
}
