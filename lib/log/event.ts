import type { StatementActor } from '#protocol/statement.ts';
import type { Action, JsonObject } from '#protocol/wire.ts';

/** Every kind of Event this version writes; the whole catalogue with its `data` is in docs/events.md. */
export type EventType =
  | 'evaluation.made'
  | 'request.submitted'
  | 'request.revised'
  | 'request.refused'
  | 'call.refused'
  | 'request.opened'
  | 'request.answered'
  | 'request.commented'
  | 'request.escalated'
  | 'request.blocked'
  | 'request.unblocked'
  | 'request.approved'
  | 'request.denied'
  | 'request.reopened'
  | 'request.expired'
  | 'request.cancelled'
  | 'decision.recorded'
  | 'decision.withdrawn'
  | 'decision.refused'
  | 'grant.issued'
  | 'grant.redeemed'
  | 'grant.refused'
  | 'grant.revoked'
  | 'grant.expired'
  | 'outcome.reported'
  | 'outcome.refused'
  | 'outcome.unknown'
  | 'bypass.found'
  | 'policy.published'
  | 'policy.refused'
  | 'role.granted'
  | 'role.revoked'
  | 'identity.linked'
  | 'person.disabled'
  | 'person.enabled'
  | 'agent.registered'
  | 'agent.changed'
  | 'agent.paused'
  | 'agent.resumed'
  | 'agent.retired'
  | 'executor.registered'
  | 'executor.changed'
  | 'executor.retired'
  | 'credential.issued'
  | 'credential.revoked'
  | 'setting.changed'
  | 'refusals.counted'
  | 'key.introduced';

/** Who did it: opaque ids, never a name or an address. `via` is the channel or door it came through. */
export type EventActor = StatementActor;

export type EventSubject =
  | { digest: string }
  | {
      kind: 'policy' | 'person' | 'agent' | 'executor' | 'credential' | 'key' | 'event' | 'setting' | 'call';
      id: string;
    };

/** An Event as a verb states it, before it is sealed. */
export interface NewEvent {
  type: EventType;
  /** Database time. A trigger refuses more than five seconds' difference. */
  at: Date;
  actor: EventActor;
  /** The Action's digest wherever an Action is concerned, else the thing the Event is about. */
  subject: EventSubject;
  request?: string;
  revision?: number;
  policy?: { id: string; version: number; digest: string };
  /** Leaf hashes of the Events that caused this one. */
  prev?: readonly Uint8Array[];
  data: JsonObject;
  /** Members of `data` of which only a salted commitment goes into the payload. */
  committed?: JsonObject;
  /** Placed at `data.action`, with `subject.id` and every member of `properties` and `context` committed. */
  action?: Action;
}

/** One value behind a commitment. */
export interface Disclosure {
  pointer: string;
  digest: string;
  text: string;
  class: 'action' | 'text';
}

/** An Event as it is written: exact bytes, signed. Nothing in it is ever serialised again. */
export interface SealedEvent {
  id: string;
  at: Date;
  type: EventType;
  requestId: string | null;
  actor: EventActor;
  keyId: string;
  payload: string;
  signature: Buffer;
  leaf: string;
  leafHash: Buffer;
  disclosures: Disclosure[];
}
