import type { Connection, Extension, Hocuspocus } from '@hocuspocus/server';
import { formatStorageNotice } from '@studio/shared/api';
import { askForMissing } from '../askForMissing.ts';
import type { SyncContext } from '../visit.ts';
import type { StorageCondition, StorageWatch } from './storageWatch.ts';

/** What the news need. */
export interface StorageNewsSettings {
  readonly watch: StorageWatch;
  readonly hocuspocus: () => Hocuspocus<SyncContext>;
}

/** Tells everybody when storage fails and when it is well again, and asks then for the edits that had to wait. */
export function createStorageNews({ watch, hocuspocus }: StorageNewsSettings): Extension<SyncContext> {
  let isTold = false;

  function connections(): readonly Connection<SyncContext>[] {
    return [...hocuspocus().documents.values()].flatMap((document) => document.getConnections());
  }

  watch.onChange((condition: StorageCondition) => {
    if (condition === 'failing') isTold = true;
    for (const connection of connections()) {
      if (condition === 'failing') connection.sendStateless(formatStorageNotice('failing'));
      if (condition !== 'well') continue;
      if (isTold) connection.sendStateless(formatStorageNotice('well'));
      const { visit } = connection.context;
      if (visit?.held) askForMissing(connection, visit);
    }
    if (condition === 'well') isTold = false;
  });

  return {
    extensionName: 'storage-news',
    async connected({ connection }) {
      if (isTold) connection.sendStateless(formatStorageNotice('failing'));
    },
  };
}
