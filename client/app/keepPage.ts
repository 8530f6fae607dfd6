import { create } from 'zustand';

/** Whether a newer version of the page is on this device, waiting to be taken. */
export const useNewVersion = create<{ readonly isReady: boolean }>(() => ({ isReady: false }));

const WORKER = '/offline.js';
/** A tab that stays open asks this often whether there is a newer version. */
const LOOK_AGAIN_MS = 30 * 60_000;
/** How long a newer version may take to come before the page is reloaded as it is. */
const UPDATE_PATIENCE_MS = 15_000;

/**
 * Keeps the page on this device: a worker answers for it without a network, with every file of its build. A newer build
 * waits until somebody takes it; this tab goes on with its own files meanwhile.
 */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  holdBuild();
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' });
    const look = () => {
      // The first worker of a device takes the page by itself: there is nothing older.
      if (registration.waiting && navigator.serviceWorker.controller) useNewVersion.setState({ isReady: true });
    };
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
    look();
    setInterval(() => void lookForUpdate(registration), LOOK_AGAIN_MS);
    window.addEventListener('online', () => void lookForUpdate(registration));
  } catch (error) {
    // Without it the page needs the network to open; nothing that people made depends on it.
    console.warn('page.not-kept', error);
  }
}

/** Takes the newer version, fetching it first where it is not here yet, and loads this tab anew. Other tabs go on as they are. */
export async function reloadToUpdate(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    if (registration && (await hasWaiting(registration))) await takeOver(registration);
  } catch (error) {
    console.warn('page.not-updated', error);
  }
  location.reload();
}

async function hasWaiting(registration: ServiceWorkerRegistration): Promise<boolean> {
  if (registration.waiting) return true;
  await registration.update();
  const coming = registration.installing;
  if (!coming) return registration.waiting !== null;
  await soon((resolve) => coming.addEventListener('statechange', () => coming.state !== 'installing' && resolve()));
  return registration.waiting !== null;
}

async function takeOver({ waiting }: ServiceWorkerRegistration): Promise<void> {
  const isTaken = soon((resolve) => navigator.serviceWorker.addEventListener('controllerchange', () => resolve()));
  waiting?.postMessage('take-over');
  await isTaken;
}

function soon(start: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, UPDATE_PATIENCE_MS);
    start(resolve);
  });
}

async function lookForUpdate(registration: ServiceWorkerRegistration): Promise<void> {
  try {
    await registration.update();
  } catch (error) {
    console.info('page.update-not-asked', error);
  }
}

/** While this tab lives, the files of its build stay on this device: the worker looks at the locks. */
function holdBuild(): void {
  const build = document.querySelector('meta[name=build]')?.getAttribute('content');
  if (!build || !('locks' in navigator)) return;
  void navigator.locks.request(`studio-page/${build}`, { mode: 'shared' }, () => new Promise(() => undefined));
}
