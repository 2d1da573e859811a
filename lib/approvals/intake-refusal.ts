import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { AgentActor } from '../identity/actor.ts';
import { mostOpenRequests } from './intake-statement.ts';

/** Why the intake statement wrote nothing, read after the fact, in the order a reader would ask. */
export async function intakeRefusal(from: Tx, caller: AgentActor): Promise<Refusal> {
  const { rows } = await from.query<{
    revoked: boolean;
    expired: boolean;
    paused: boolean;
    retired: boolean;
    open: number;
  }>({
    name: 'intake-refusal',
    text: `SELECT c.revoked_at IS NOT NULL AS revoked, c.expires_at <= clock_timestamp() AS expired,
        a.paused_at IS NOT NULL AS paused, a.retired_at IS NOT NULL AS retired,
        (SELECT count(*)::int FROM request o WHERE o.agent_id = a.id AND o.state IN ('pending', 'blocked')) AS open
      FROM credential c JOIN agent a ON a.id = c.holder_id WHERE c.id = $1`,
    values: [caller.credentialId],
  });
  const now = rows[0];
  if (!now || now.revoked)
    return new Refusal('credential_revoked', 'This key was revoked. An administrator can issue another one.');
  if (now.expired)
    return new Refusal('credential_expired', 'This key has expired. An administrator can issue another one.');
  if (now.paused || now.retired) {
    return new Refusal(
      'agent_paused',
      `This agent is ${now.retired ? 'retired' : 'paused'}. Nothing of it is accepted until a person resumes it.`,
    );
  }
  if (now.open >= mostOpenRequests) {
    return new Refusal(
      'queue_full',
      `This agent has ${now.open} open requests; ${mostOpenRequests} is the most. Wait for some to be decided.`,
    );
  }
  // A policy was published between reading it and writing: nothing was written, and the same key may be sent again.
  return new Refusal('policy_unavailable', 'The policy changed at this very moment. Send it again.');
}
