import type { Measurement } from '../../harness/figure.ts';
import type { Contender, ContenderName } from '../contenders/contender.ts';
import type { Ground } from '../ground.ts';
import type { Cell } from '../row.ts';

/** Cells of a row that puts the same load on each server: started, measured and stopped. */
export function serverCells(
  ground: Ground,
  names: readonly ContenderName[],
  measure: (contender: Contender) => Promise<Measurement>,
): readonly Cell[] {
  return names.map((name) => ({
    contender: name,
    async measure() {
      const contender = await ground.start(name);
      try {
        return await measure(contender);
      } finally {
        await contender.stop();
      }
    },
  }));
}
