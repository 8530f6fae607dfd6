import type * as Y from 'yjs';
import { fail } from '../../result.ts';
import { PERSON, type Origin } from '../origins.ts';
import { isPosition, type Position } from '../records/node.ts';
import { recordOf } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** Settles nodes at new positions: one write a node a drag. Nodes removed meanwhile are left out; returns those moved. */
export function moveNodes(
  doc: Y.Doc,
  positions: ReadonlyMap<string, Position>,
  origin: Origin = PERSON,
): CommandResult<readonly string[]> {
  for (const position of positions.values()) {
    if (!isPosition(position))
      return fail('invalid', 'A position is two finite numbers within a million pixels.', 'position');
  }
  return write(doc, origin, () => {
    const moved: string[] = [];
    for (const [id, position] of positions) {
      const record = recordOf(doc, 'nodes', id);
      if (!record) continue;
      record.set('position', { x: position.x, y: position.y });
      moved.push(id);
    }
    return moved;
  });
}
