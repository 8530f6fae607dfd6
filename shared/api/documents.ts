import { z } from 'zod';
import { idSchema } from './accounts.ts';

/** GET /projects/:projectId/documents/:kind/state: which document. Guests' and review documents are small and have no state to fetch. */
export const documentStateParamsSchema = z.object({ projectId: idSchema, kind: z.enum(['project', 'ledger']) });
/** Which document's state is asked for. */
export type DocumentStateParams = z.infer<typeof documentStateParamsSchema>;

/** How the bytes of a state are written: as a Yjs update of the first or of the second format. */
export const STATE_TYPES = {
  v1: 'application/vnd.yjs.update; version=1',
  v2: 'application/vnd.yjs.update; version=2',
} as const;
/** A format of Yjs updates. */
export type StateFormat = keyof typeof STATE_TYPES;

/** The format that a content type names, or undefined when it is not that of a state. */
export function stateFormatOf(contentType: string | null): StateFormat | undefined {
  const spaceless = contentType?.replaceAll(' ', '');
  if (spaceless === STATE_TYPES.v1.replaceAll(' ', '')) return 'v1';
  return spaceless === STATE_TYPES.v2.replaceAll(' ', '') ? 'v2' : undefined;
}
