import { type beforeHandleAwarenessPayload, type Extension, MessageType } from '@hocuspocus/server';
import { removeAwarenessStates } from 'y-protocols/awareness';
import type { SyncLimits } from './limits.ts';
import { authorOf, type Identity } from './ports.ts';
import { createPresenceTicks } from './presenceTicks.ts';
import { Refusal } from './refusal.ts';
import type { SyncContext, Visit } from './visit.ts';
import { readMessageType, readMovement, readRemovedClients, sendDenial, sendPresence } from './wire.ts';

/** How others see a connection: the server's word, under `user` in its awareness state. */
export interface PresenceUser {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** For selections in texts: the colour at a quarter of its strength. */
  readonly colorLight: string;
  readonly kind: 'member' | 'guest';
}

const SERVICE_ID = authorOf({ kind: 'service' }).id;

/** What presence needs; `epoch` counts changes of access. */
export interface PresenceSettings {
  readonly limits: SyncLimits;
  readonly clock: () => number;
  readonly epoch: () => number;
}

/** Who is here, as everybody may see it. */
export interface Presence {
  readonly extension: Extension<SyncContext>;
  /** Takes a frame that moves a client which is here already; false for every other, which Hocuspocus is to have. */
  takeMovement(visit: Visit, frame: Uint8Array): boolean;
}

/** Stamps who is who on awareness, one client a connection, and bounds what it may carry. */
export function createPresence({ limits, clock, epoch }: PresenceSettings): Presence {
  const ticks = createPresenceTicks();
  return {
    extension: createStamping(limits),
    // Hocuspocus makes a document and a chain of promises for each, and tells everybody of each by itself.
    takeMovement(visit, frame) {
      const document = visit.connection?.document;
      if (!document || visit.isClosed || visit.epoch !== epoch() || document.isDestroyed) return false;
      if (frame.length > sizeLimit(limits, visit.identity)) return false;
      const movement = readMovement(frame);
      if (!movement || movement.clientId !== visit.clientId) return false;
      const { awareness } = document;
      const known = awareness.meta.get(movement.clientId);
      if (!known || !awareness.states.has(movement.clientId)) return false;
      if (movement.clock <= known.clock) return true;
      awareness.states.set(movement.clientId, stamp(movement.state, visit.identity));
      awareness.meta.set(movement.clientId, { clock: movement.clock, lastUpdated: clock() });
      ticks.changed(document, movement.clientId);
      return true;
    },
  };
}

function createStamping(limits: SyncLimits): Extension<SyncContext> {
  return {
    extensionName: 'presence',
    async beforeHandleMessage({ connection, context, document, update }) {
      const type = readMessageType(update);
      // Hocuspocus answers this to other servers and not to clients.
      if (type === MessageType.QueryAwareness) sendPresence(connection);
      if (type !== MessageType.Awareness) return;
      // Before it is decoded: ten thousand cursors in one message cost their time there.
      if (update.length > sizeLimit(limits, context.visit?.identity)) {
        sendDenial(connection, 'too-large');
        throw new Refusal('too-large');
      }
      // Hocuspocus passes states on, and not that one is gone: others would see a ghost for half a minute.
      const removed = readRemovedClients(update).filter((clientId) => clientId === context.visit?.clientId);
      if (removed.length > 0) removeAwarenessStates(document.awareness, removed, { source: 'connection', connection });
    },
    async beforeHandleAwareness(message) {
      const visit = message.context?.visit;
      const { states } = message;
      // Hocuspocus decodes into an awareness that has a client of its own, and would announce that with each update.
      for (const [clientId, state] of [...states]) if (Object.keys(state).length === 0) states.delete(clientId);
      // Another server stamped what comes from it; a second stamp would erase the first.
      if (!visit) return;
      for (const [clientId, state] of [...states]) {
        if (!ownsClient(message, visit, clientId)) states.delete(clientId);
        else states.set(clientId, stamp(state, visit.identity));
      }
    },
  };
}

function sizeLimit(limits: SyncLimits, identity: Identity | undefined): number {
  return identity?.kind === 'service' ? limits.servicePresenceBytes : limits.presenceBytes;
}

function ownsClient({ awareness }: beforeHandleAwarenessPayload<SyncContext>, visit: Visit, clientId: number): boolean {
  if (visit.clientId !== undefined) return visit.clientId === clientId;
  const owner = ownerOf(awareness.getStates().get(clientId));
  // After a reconnect the person's former connection may still be here, with the same client.
  if (owner !== undefined && owner !== authorOf(visit.identity).id) return false;
  visit.clientId = clientId;
  return true;
}

function ownerOf(state: { [field: string]: unknown } | undefined): unknown {
  if (state?.['service'] !== undefined) return SERVICE_ID;
  const user: unknown = state?.['user'];
  return typeof user === 'object' && user !== null && 'id' in user ? user.id : undefined;
}

// A service is nobody among the people who are here: it has no name on the canvas.
function stamp(state: { [field: string]: unknown }, identity: Identity): { [field: string]: unknown } {
  const { service: _claimed, user: _said, ...own } = state;
  if (identity.kind === 'service') return { ...own, service: 'job-runner' };
  const { id, name, color } = identity.kind === 'member' ? identity.person : identity.guest;
  const user: PresenceUser = { id, name, color, colorLight: `${color}40`, kind: identity.kind };
  return { ...own, user };
}
