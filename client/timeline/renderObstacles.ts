import type { CutEvent } from '@studio/shared/timeline';

/** Why the film cannot be rendered now: each a sentence that says what to do. */
export function renderObstacles(state: {
  readonly canEdit: boolean;
  readonly readOnlyReason: string;
  readonly hasAssembler: boolean;
  readonly events: readonly CutEvent[];
}): readonly string[] {
  const obstacles: string[] = [];
  if (!state.canEdit) obstacles.push(state.readOnlyReason);
  if (!state.hasAssembler) obstacles.push('There is no Assembler. Add one on the canvas; the film is its result.');
  if (state.events.length === 0) obstacles.push('The cut is empty. Assemble it from the shots first.');
  else if (state.events.every((event) => event.kind === 'gap')) {
    obstacles.push('No shot in the cut has a Take yet: the film would be black. Run a shot first.');
  }
  return obstacles;
}
