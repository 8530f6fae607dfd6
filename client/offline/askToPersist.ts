let isAsked = false;

/** Asks the browser, once a visit, not to clear what is kept when the device runs low; it may say no. */
export async function askToPersist(): Promise<void> {
  if (isAsked || typeof navigator === 'undefined' || typeof navigator.storage?.persist !== 'function') return;
  isAsked = true;
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch (error) {
    console.info('storage.persist-not-asked', error);
  }
}
