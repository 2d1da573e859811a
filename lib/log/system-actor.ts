import type { EventActor } from './event.ts';

/** Countersign itself: timers, start-up, the consequences of somebody else's act. */
export const systemActor: EventActor = { kind: 'system', id: 'countersign', via: 'system' };
