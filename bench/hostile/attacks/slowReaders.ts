import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import { writeFrame } from '../../../collab-server/sync/fixtures/frames.ts';
import type { Attack } from '../attack.ts';
import { NOTHING, openSeat, SYNC, WORD } from '../openSeat.ts';
import { openStillReader, type StillReader } from '../stillReader.ts';

const READERS = 50;
const TEXT = 'y'.repeat(20_000);

/** Readers who take part and then read nothing, while somebody writes much. */
export const slowReaders: Attack = {
  name: 'slow readers',
  means: `${READERS} readers of a document that stop to read while much is written`,
  async run({ seats, isOver, count }) {
    const [writer, ...others] = seats;
    const doc = new Y.Doc();
    while (writer && !isOver()) {
      const readers = await Promise.all(others.slice(0, READERS).map((seat) => join(seat)));
      count(readers.length);
      const open = await openSeat(writer);
      doc.on('update', (update: Uint8Array) => open?.say(WORD.sync, SYNC.update, update));
      for (let edit = 0; edit < 200 && open?.socket.isOpen() && !isOver(); edit += 1) {
        doc.getMap('meta').set('logline', `${edit} ${TEXT}`);
        await delay(10);
      }
      open?.socket.close();
      for (const reader of readers) reader.close();
    }
  },
};

async function join(seat: Parameters<typeof openStillReader>[0]): Promise<StillReader> {
  const { document, token } = seat;
  return openStillReader(seat, [
    writeFrame(document, WORD.auth, 0, token),
    writeFrame(document, WORD.sync, SYNC.asks, NOTHING),
  ]);
}
