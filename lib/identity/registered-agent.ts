import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { AgentModel, Grade, Trust } from './agent.ts';
import { stewardsOf } from './agent-stewards.ts';
import { recall } from './recall.ts';

/** What intake has to know of an agent before it asks policy. */
export interface AgentRegistration {
  id: string;
  name: string;
  ownerId: string;
  /** Former owners and whoever made it what it is, who may not decide what it files either. */
  stewards: readonly string[];
  team: string | null;
  trust: Trust;
  model: AgentModel | null;
  tags: readonly string[];
  actsFor: readonly string[];
  createdAt: Date;
  paused: boolean;
  retired: boolean;
  executorId: string;
  /** The grade of every executor it may name, by id; its own among them. Those out of service are missing. */
  executors: ReadonlyMap<string, Grade>;
  /** Every key it ever had, by id: who issued it, and how it is recognised. */
  credentials: ReadonlyMap<string, { createdById: string; prefix: string }>;
}

const maxAgeMilliseconds = 5_000;

const registrations = recall(maxAgeMilliseconds, (agentId) => readRegistration(pool(), agentId));

async function readRegistration(from: Tx, agentId: string): Promise<AgentRegistration | undefined> {
  const { rows } = await from.query({
    name: 'registered-agent',
    text: `SELECT a.id, a.name, a.owner_id AS "ownerId", ARRAY(${stewardsOf}) AS stewards, a.team, a.trust, a.model, a.tags, a.acts_for AS "actsFor",
        a.created_at AS "createdAt", a.paused_at IS NOT NULL AS paused, a.retired_at IS NOT NULL AS retired,
        a.executor_id AS "executorId",
        (SELECT coalesce(json_agg(json_build_array(e.id, e.grade)), '[]') FROM agent_executor ae
          JOIN executor e ON e.id = ae.executor_id WHERE ae.agent_id = a.id AND e.retired_at IS NULL) AS executors,
        (SELECT coalesce(json_agg(json_build_array(c.id, json_build_object('createdById', c.created_by_id, 'prefix', c.prefix))), '[]')
          FROM credential c WHERE c.holder_kind = 'agent' AND c.holder_id = a.id) AS credentials
      FROM agent a WHERE a.id = $1`,
    values: [agentId],
  });
  const [row] = rows;
  return row && { ...row, executors: new Map(row.executors), credentials: new Map(row.credentials) };
}

/**
 * What an agent is registered with: held for five seconds at most, dropped when a change is announced.
 *
 * Name the credential it came with: a registration that does not know it yet is read again, so that whoever issued the
 * key is always among those who may not approve. Being paused and retired is asked once more by the verbs that write.
 * Inside a transaction, hand it over: it is read on the connection in hand, since a second one may never come free.
 *
 * @throws Refusal `unauthenticated` when there is no such agent
 */
export async function registeredAgent(agentId: string, credentialId?: string, tx?: Tx): Promise<AgentRegistration> {
  const held = registrations.held(agentId);
  const known = held && (credentialId === undefined || held.credentials.has(credentialId));
  const agent = known ? held : await (tx ? readRegistration(tx, agentId) : registrations.read(agentId));
  if (!agent) throw new Refusal('unauthenticated', 'The agent this key belongs to is not registered.');
  return agent;
}
