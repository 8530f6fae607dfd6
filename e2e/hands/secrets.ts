import type { Page } from 'playwright';

/** What a page was told by the studio so far, byte for byte. */
export interface Heard {
  /** The messages of its sockets, both ways. */
  frames(): readonly string[];
  /** The bodies of the API's answers. */
  answers(): readonly string[];
}

/** Listens to everything the studio tells a page from now on. */
export function everythingHeard(page: Page): Heard {
  const frames: string[] = [];
  const answers: string[] = [];
  const keep = ({ payload }: { payload: string | Buffer }) => frames.push(payload.toString('latin1'));
  page.on('websocket', (socket) => socket.on('framereceived', keep).on('framesent', keep));
  page.on('response', async (response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/')) return;
    // The page may have gone on before the body was read; then it has not read it either.
    answers.push(await response.text().catch(() => ''));
  });
  return { frames: () => frames, answers: () => answers };
}

/** Everything a page keeps on its device: every database, cache and the local storage, bytes as Latin-1. The files of the page itself are named alone: they are everybody's. */
export async function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const wait = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const asText = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
      if (ArrayBuffer.isView(value)) return new TextDecoder('latin1').decode(value);
      return JSON.stringify(value) ?? '';
    };
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await wait(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values: unknown[] = await wait(database.transaction(store).objectStore(store).getAll());
        parts.push(name, ...values.map(asText));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        parts.push(name, request.url);
        if (name.startsWith('studio-page/')) continue;
        const kept = await cache.match(request);
        parts.push(asText(await kept?.arrayBuffer()));
      }
    }
    return parts.join('\n');
  });
}
