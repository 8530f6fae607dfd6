import type * as Y from 'yjs';
import { fail } from '../../result.ts';
import { PERSON, type Origin } from '../origins.ts';
import { QUALITIES, RATE_NAMES, type MetaRow } from '../records/meta.ts';
import { rootMap } from '../roots.ts';
import { write, type CommandResult } from './command.ts';

/** What people may change of the project as a whole. */
export type MetaChange = Partial<Omit<MetaRow, 'schemaVersion'>>;

/** Changes the project's title, logline, rate, size or quality. */
export function updateMeta(doc: Y.Doc, change: MetaChange, origin: Origin = PERSON): CommandResult {
  const flaw = flawOf(change);
  if (flaw) return fail('invalid', flaw.message, flaw.field);
  return write(doc, origin, () => {
    const meta = rootMap(doc, 'meta');
    for (const [name, value] of Object.entries(change)) meta.set(name, value);
  });
}

function flawOf(change: MetaChange): { field: string; message: string } | undefined {
  const { title, rate, quality, width, height } = change;
  if (title !== undefined && (title.trim() === '' || title.length > 200)) {
    return { field: 'title', message: 'A title has 1 to 200 characters.' };
  }
  if (rate !== undefined && !RATE_NAMES.includes(rate)) {
    return { field: 'rate', message: `The frame rate is one of ${RATE_NAMES.join(', ')}.` };
  }
  if (quality !== undefined && !QUALITIES.includes(quality)) {
    return { field: 'quality', message: `The quality is one of ${QUALITIES.join(', ')}.` };
  }
  for (const [field, pixels] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (pixels !== undefined && !(Number.isSafeInteger(pixels) && pixels >= 16 && pixels <= 8192 && pixels % 2 === 0)) {
      return { field, message: `The ${field} is an even number of pixels from 16 to 8192.` };
    }
  }
  return undefined;
}
