// Keeps the page itself on this device, so that it opens without a network. Documents are kept by the page (IndexedDB);
// the API and the socket are never answered from here.
const CACHE = 'studio-page-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(pageFor(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptFor(request));
  else if (url.pathname.startsWith('/media/') && !request.headers.has('range')) event.respondWith(keptFor(request));
});

/** The page: from the network while there is one, else as it was last time. */
async function pageFor(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put('/', response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match('/');
    if (kept) return kept;
    throw error;
  }
}

/** Files named by their content never change: kept ones are right. Only pictures of media are kept, never films. */
async function keptFor(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  const type = response.headers.get('content-type') ?? '';
  if (response.status === 200 && !type.startsWith('video/')) await cache.put(request, response.clone());
  return response;
}
