import { type beforeHandleAwarenessPayload, type Extension, MessageType } from '@hocuspocus/server';
import type { SyncLimits } from './limits.ts';
import { authorOf, type Identity } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { SyncContext, Visit } from './visit.ts';
import { readMessageType, sendDenial } from './wire.ts';

/** How others see a connection: the server's word, under `user` in its awareness state. */
export interface PresenceUser {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly kind: Identity['kind'];
}

const SERVICE_COLOR = '#8b8b96';

/** Stamps who is who on awareness, one client a connection, and bounds what it may carry. */
export function createPresence(limits: SyncLimits): Extension<SyncContext> {
  return {
    extensionName: 'presence',
    async beforeHandleMessage({ connection, context, update }) {
      if (readMessageType(update) !== MessageType.Awareness) return;
      // Before it is decoded: ten thousand cursors in one message cost their time there.
      if (update.length <= sizeLimit(limits, context.visit?.identity)) return;
      sendDenial(connection, 'too-large');
      throw new Refusal('too-large');
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
  const user: unknown = awareness.getStates().get(clientId)?.['user'];
  // After a reconnect the person's former connection may still be here, with the same client.
  const isOther = isUser(user) && user.id !== authorOf(visit.identity).id;
  if (isOther) return false;
  visit.clientId = clientId;
  return true;
}

function isUser(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function stamp(state: { [field: string]: unknown }, identity: Identity): { [field: string]: unknown } {
  const { service: _claimed, ...own } = state;
  if (identity.kind === 'service') return { ...own, service: 'job-runner', user: userOf(identity) };
  return { ...own, user: userOf(identity) };
}

function userOf(identity: Identity): PresenceUser {
  const { id, name, kind } = authorOf(identity);
  if (identity.kind === 'service') return { id, name, kind, color: SERVICE_COLOR };
  const { color } = identity.kind === 'member' ? identity.person : identity.guest;
  return { id, name, color, kind };
}
