import type { Viewport } from '@xyflow/react';

const key = (projectId: string) => `studio.viewport:${projectId}`;

/** Where I left the canvas of a project on this device; undefined on a first visit. */
export function readViewport(projectId: string): Viewport | undefined {
  const numbers = (localStorage.getItem(key(projectId)) ?? '').split(' ').map(Number);
  const [x, y, zoom] = numbers;
  const isWhole = numbers.length === 3 && numbers.every(Number.isFinite);
  return isWhole && x !== undefined && y !== undefined && zoom ? { x, y, zoom } : undefined;
}

/** Remembers where I am on the canvas. */
export function keepViewport(projectId: string, { x, y, zoom }: Viewport): void {
  try {
    localStorage.setItem(key(projectId), [Math.round(x), Math.round(y), Number(zoom.toFixed(3))].join(' '));
  } catch (error) {
    console.warn('viewport.not-kept', error);
  }
}
