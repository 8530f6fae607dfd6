import { notify } from './notify.ts';

/** Puts a text on the clipboard and says `done`; where the browser does not allow it, says `refused`. */
export async function copyText(text: string, done: string, refused: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ tone: 'info', message: done });
  } catch (error) {
    console.warn('clipboard.refused', error);
    notify({ tone: 'error', message: refused });
  }
}
