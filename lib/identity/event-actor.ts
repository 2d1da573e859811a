import type { EventActor } from '../log/event.ts';
import type { Actor } from './actor.ts';

/** The actor of an Event, from the verified caller. Channel and assurance are the session's, never the body's. */
export function eventActor(actor: Actor): EventActor {
  switch (actor.kind) {
    case 'agent':
      return { kind: 'agent', id: actor.agentId, credential: actor.credentialId, via: 'rest' };
    case 'executor':
      return { kind: 'executor', id: actor.executorId, credential: actor.credentialId, via: 'rest' };
    case 'human':
      return {
        kind: 'human',
        id: actor.personId,
        via: actor.channel,
        assurance: actor.assurance,
        auth_at: actor.authAt.toISOString(),
      };
  }
}
