import { CLOSE_REASONS } from '@studio/shared/access';
import { expect, test } from 'vitest';
import { syncBadge, type SyncFacts } from './syncBadge.ts';

const calm: SyncFacts = {
  isLive: true,
  isWireUp: true,
  isConnecting: false,
  unsentEdits: 0,
  mergedEdits: null,
  storage: 'kept',
  refusal: null,
  isStorageFailing: false,
};
const text = (change: Partial<SyncFacts>) => syncBadge({ ...calm, ...change }).text;
const apart = { isLive: false, isWireUp: false };

test('says Saved only when the wire is up and nothing waits', () => {
  expect(text({})).toBe('Saved');
  expect(text({ unsentEdits: 1 })).toBe('Saving');
  expect(text({ isLive: false })).not.toBe('Saved');
  expect(text({ storage: 'full' })).not.toBe('Saved');
  expect(text({ refusal: 'read-only' })).not.toBe('Saved');
  expect(text({ isStorageFailing: true, unsentEdits: 2 })).toBe('Editing is paused. 2 edits wait.');
  expect(text({ isStorageFailing: true })).toBe('Editing is paused. All that you did is saved.');
});

test('counts my edits while offline and says that runs wait', () => {
  expect(text({ ...apart, unsentEdits: 7 })).toBe(
    "Offline. Your 7 edits are kept on this device and will merge when you're back. Runs wait.",
  );
  expect(text({ ...apart, unsentEdits: 1 })).toBe(
    "Offline. Your 1 edit is kept on this device and will merge when you're back. Runs wait.",
  );
  expect(text(apart)).toContain('New edits are kept on this device');
});

test('a page that opens says Connecting, but not when edits of an earlier visit wait', () => {
  expect(text({ ...apart, isConnecting: true })).toBe('Connecting');
  expect(text({ ...apart, isConnecting: true, unsentEdits: 3 })).toContain('Your 3 edits');
});

test('tells how many edits a reconnect merged, after they are all acknowledged', () => {
  expect(text({ mergedEdits: 7 })).toBe('Back online. 7 edits merged.');
  expect(text({ mergedEdits: 7, unsentEdits: 1 })).toBe('Saving');
});

test('never says Offline once one document is back, however long the others take', () => {
  const joining = { isLive: false, isWireUp: true };
  expect(text({ ...joining, mergedEdits: 7 })).toBe('Back online. 7 edits merged.');
  expect(text({ ...joining, unsentEdits: 2 })).toBe('Saving');
  expect(text(joining)).toBe('Connecting');
});

test('a refusal shows the sentence that both sides share, above everything else', () => {
  expect(text({ refusal: 'client-too-old', isLive: false, unsentEdits: 2, storage: 'full' })).toBe(
    CLOSE_REASONS['client-too-old'],
  );
});

test('a full device never promises what only this tab has', () => {
  const offline = text({ storage: 'full', ...apart, unsentEdits: 3 });
  expect(offline).toContain("This device's storage is full.");
  expect(offline).toContain('in this tab only');
  expect(offline).not.toContain('kept on this device');
});

test('a browser that keeps nothing says so while offline, and is silent online', () => {
  expect(text({ storage: 'unavailable' })).toBe('Saved');
  expect(text({ storage: 'unavailable', ...apart, unsentEdits: 1 })).toBe(
    "Offline, and this browser keeps nothing on this device. Your 1 edit is in this tab only: keep it open until you're back.",
  );
});
