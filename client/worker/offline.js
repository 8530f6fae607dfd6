// Keeps the page itself on this device, so that it opens without a network, and answers for the media that are kept here.
// Documents are kept by the page (IndexedDB); the API and the socket are never answered from here.
// The build writes BUILD (its name) and FILES (every file of the page, those of views that nobody has opened included)
// above this line: a new build is another worker, which waits until its person takes it or every tab is closed.
/* global BUILD, FILES */
const PAGE = 'studio-page/';
const OWN = PAGE + BUILD;
/** Media that a person keeps here by choice: a cache for each project, filled and emptied by the page. */
const KEPT = 'studio-kept/';
/** Pictures that were seen here; the oldest go first. */
const SEEN = 'studio-seen';
const MOST_SEEN = 1500;

self.addEventListener('install', (event) => event.waitUntil(keepPage()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && isPage(url)) event.respondWith(page(event));
  else if (url.pathname.startsWith('/assets/') || FILES.includes(url.pathname)) event.respondWith(fileOfPage(request));
  else if (url.pathname.startsWith('/media/')) event.respondWith(media(event));
});

function isPage({ pathname }) {
  return !/^\/(api|media|collab|yjs|health|metrics)(\/|$)/.test(pathname) && !/\.[a-z0-9]{1,8}$/i.test(pathname);
}

/** Every file at once or none: half a page would open to an error. */
async function keepPage() {
  const cache = await caches.open(OWN);
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  const missing = FILES.filter((file) => !kept.has(file));
  await cache.addAll(
    missing.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' })),
  );
}

/** The page of this worker's build, also with a network: all that it loads fits together. */
async function page(event) {
  event.waitUntil(giveBackOldPages());
  const kept = await caches.match('/', { cacheName: OWN });
  return kept ?? fetch(event.request);
}

/** A file of the page, of whichever build is still open in a tab. */
async function fileOfPage(request) {
  const names = await caches.keys();
  for (const name of [OWN, ...names]) {
    const kept = name.startsWith(PAGE) ? await caches.match(request, { cacheName: name, ignoreVary: true }) : undefined;
    if (kept) return kept;
  }
  return fetch(request);
}

/** Each tab holds a lock in the name of its build; a build without one has no tab any more. */
async function giveBackOldPages() {
  const { held = [], pending = [] } = await navigator.locks.query();
  const used = new Set([...held, ...pending].map(({ name }) => name));
  // A worker that waits has its page ready already.
  if (self.registration.waiting || self.registration.installing) return;
  for (const name of await caches.keys()) {
    if (name.startsWith('studio-page') && name !== OWN && !used.has(name)) await caches.delete(name);
  }
}

/** Media never change under their name: what is kept here is right. */
async function media(event) {
  const { request } = event;
  const kept = await findMedia(request.url);
  if (kept) return request.headers.has('range') ? rangeOf(request, kept) : kept;
  const response = await fetch(request);
  // Films are kept by choice alone.
  if (response.status === 200 && request.destination === 'image') event.waitUntil(keepSeen(request, response.clone()));
  return response;
}

async function findMedia(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT) && name !== SEEN) continue;
    const kept = await caches.match(url, { cacheName: name, ignoreVary: true });
    if (kept) return kept;
  }
  return undefined;
}

/** A part of a kept file, as a server would answer it. */
async function rangeOf(request, kept) {
  const whole = await kept.blob();
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (first === undefined || (first === '' && last === '')) return kept;
  const start = first === '' ? Math.max(0, whole.size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? whole.size - 1 : Math.min(Number(last), whole.size - 1);
  if (start > end) {
    return new Response('', { status: 416, headers: { 'content-range': `bytes */${whole.size}` } });
  }
  const headers = new Headers(kept.headers);
  headers.set('content-range', `bytes ${start}-${end}/${whole.size}`);
  headers.set('content-length', String(end - start + 1));
  return new Response(whole.slice(start, end + 1, kept.headers.get('content-type') ?? ''), { status: 206, headers });
}

async function keepSeen(request, response) {
  try {
    const cache = await caches.open(SEEN);
    await cache.put(request, response);
    const seen = await cache.keys();
    for (const old of seen.slice(0, Math.max(0, seen.length - MOST_SEEN))) await cache.delete(old);
  } catch (error) {
    // A full device shows pictures all the same, while there is a network.
    console.warn('media.not-kept', error);
  }
}
