import { compileEdl, type Cut } from '@studio/shared/timeline';
import { notify } from '../ui/notify.ts';

/** Hands the cut to the person as a CMX3600 EDL, or says why it cannot be written as one. */
export function downloadEdl(cut: Cut): void {
  const compiled = compileEdl(cut);
  if (!compiled.ok) {
    notify({ tone: 'error', message: compiled.failure.message });
    return;
  }
  const url = URL.createObjectURL(new Blob([compiled.value.text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${edlName(cut.title)}.edl`;
  link.click();
  // The browser reads it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as a file name that any disk takes. */
export function edlName(title: string): string {
  return (
    title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'Cut'
  );
}
