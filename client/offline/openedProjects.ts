import { z } from 'zod';
import type { CountStore } from '../sync/unsentLog.ts';

const PREFIX = 'studio.opened:';
const noteSchema = z.object({ title: z.string(), at: z.number() });

/** When a person last opened a project on this device (milliseconds since 1970), and what it was called. */
export type OpenedNote = z.infer<typeof noteSchema>;

const keyOf = (personId: string, projectId: string) => `${PREFIX}${personId}/${projectId}`;

/** Notes that a person opens a project on this device. */
export function noteOpened(
  store: CountStore,
  personId: string,
  { projectId, ...note }: OpenedNote & { readonly projectId: string },
): void {
  try {
    store.setItem(keyOf(personId, projectId), JSON.stringify(note));
  } catch (error) {
    // The list then shows the project without a time.
    console.warn('opened-note.not-kept', error);
  }
}

/** What was noted of a project; undefined when nothing was. */
export function readOpened(store: CountStore, personId: string, projectId: string): OpenedNote | undefined {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(store.getItem(keyOf(personId, projectId)) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Forgets what was noted of a project. */
export function forgetOpened(store: CountStore, personId: string, projectId: string): void {
  store.removeItem(keyOf(personId, projectId));
}
