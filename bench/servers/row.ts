import type { Figure } from '../harness/figure.ts';
import type { ServerKind } from './studioOfServers.ts';

/** How a row is run: all of it, or as little as fits into the tests; on the product, or on the control that it must catch. */
export interface RowPlan {
  readonly isShort: boolean;
  readonly isControl: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** Something that happens to servers and the people on them, and what is read off. */
export interface ServersRow {
  readonly name: string;
  readonly description: string;
  /** The control that it has, and the figure that must miss its target there. */
  readonly control?: { readonly kind: ServerKind; readonly mustMiss: string };
  run(plan: RowPlan): Promise<readonly Figure[]>;
}
