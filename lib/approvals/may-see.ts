import type { Actor } from '../identity/actor.ts';
import type { RequestRecord } from './request-record.ts';

/**
 * Whether this caller may know of the Request at all: its agent, its executor, and people with a role here.
 *
 * Whoever may not is told `not_found`: an id is never a permission, and a guessed one must not be confirmed.
 */
export function maySee(actor: Actor, request: Pick<RequestRecord, 'agent' | 'executorId'>): boolean {
  switch (actor.kind) {
    case 'agent':
      return actor.agentId === request.agent.id;
    case 'executor':
      return actor.executorId === request.executorId;
    case 'human':
      return actor.roles.length > 0;
  }
}
