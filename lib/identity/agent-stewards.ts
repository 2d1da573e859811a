import type { Tx } from '../db/transaction.ts';

/** `owner`: the agent was theirs. `changer`: they said who owns it, for whom it acts, or what runs for it. */
type StewardAs = 'owner' | 'changer';

/** Write down who answers for an agent from now on, in the transaction that makes it so. Nothing takes it out again. */
export async function recordSteward(tx: Tx, agentId: string, personId: string, as: StewardAs): Promise<void> {
  const text = 'INSERT INTO agent_steward (agent_id, person_id, "as") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
  await tx.query(text, [agentId, personId, as]);
}

/**
 * SQL for the ids of the people, besides its owner, who may not decide what agent `a` files.
 *
 * Former owners, while a key that was issued before they handed it over still lives: they may know it. And whoever last
 * said who owns it, for whom it acts or what runs for it: the agent is still what they made of it.
 */
export const stewardsOf = `
  SELECT s.person_id FROM agent_steward s WHERE s.agent_id = a.id AND s."as" = 'owner' AND EXISTS (
    SELECT FROM credential c WHERE c.holder_kind = 'agent' AND c.holder_id = a.id
      AND c.revoked_at IS NULL AND c.expires_at > clock_timestamp()
      AND c.created_at <= coalesce((SELECT min(n.at) FROM agent_steward n
        WHERE n.agent_id = a.id AND n."as" = 'owner' AND n.at > s.at), 'infinity'))
  UNION
  SELECT s.person_id FROM agent_steward s WHERE s.agent_id = a.id AND s."as" = 'changer' AND s.at = (
    SELECT max(n.at) FROM agent_steward n WHERE n.agent_id = a.id AND n."as" = 'changer')`;
