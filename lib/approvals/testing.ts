import type pg from 'pg';
import { newId } from '#protocol/id.ts';
import type { Action, DecisionBody, RequestForm, Verdict } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { Refusal } from '../errors/refusal.ts';
import { redeemGrant } from '../grants/redeem-grant.ts';
import { reportOutcome } from '../grants/report-outcome.ts';
import type { AgentActor, ExecutorActor, HumanActor } from '../identity/actor.ts';
import { addAgent } from '../identity/testing.ts';
import { causalOrder } from '../log/causal-order.ts';
import { installPolicy } from '../policy/install-policy.ts';
import { smallDocument } from '../policy/testing/small-policy.ts';
import { getCard } from './get-card.ts';
import { type DecisionAnswer, recordDecision } from './record-decision.ts';
import { type SubmitInput, submitRequest } from './submit-request.ts';

/** An agent of a test's own with its executor, as the verbs see them. */
export interface Caller {
  agent: AgentActor;
  executor: ExecutorActor;
  ownerId: string;
  admin: HumanActor;
}

export async function caller(change: Parameters<typeof addAgent>[0] = {}): Promise<Caller> {
  const { agent, executor, owner, admin } = await addAgent(change);
  return {
    agent: { kind: 'agent', agentId: agent.id, credentialId: agent.credentialId },
    executor: { kind: 'executor', executorId: executor.id, credentialId: executor.credentialId },
    ownerId: owner.id,
    admin,
  };
}

/** Put a small policy in force; the rules of `more` come before what is left to its default, one reviewer of sre. */
export async function policyOf(more: Parameters<typeof smallDocument>[0] = {}): Promise<void> {
  const installed = await installPolicy(smallDocument(more), { kind: 'install' });
  if (!installed.ok) throw new Error(JSON.stringify(installed.problems));
}

/** An Action no other test has: its id is in its properties. */
export function actionOf(agent: AgentActor, name = 'deploy.run', change: Partial<Action> = {}): Action {
  return {
    subject: { type: 'agent', id: agent.agentId },
    action: { name, properties: { ref: newId('ref') } },
    resource: { type: 'database', id: 'prod-billing' },
    context: {},
    ...change,
  };
}

/** A Request of this agent, as intake answers it. */
export async function filed(by: Caller, action?: Action, more: Partial<SubmitInput> = {}): Promise<RequestForm> {
  const input = { action: action ?? actionOf(by.agent), idempotencyKey: newId('key'), ...more };
  return (await submitRequest(by.agent, input)).request;
}

/** Open the card, as the console does; what comes back says the word. `change` is what a forger would alter. */
export async function ready(
  human: HumanActor,
  requestId: string,
  decision: Verdict,
  change: Partial<DecisionBody> = {},
): Promise<() => Promise<DecisionAnswer>> {
  const card = await getCard(human, requestId);
  return () =>
    recordDecision(human, {
      requestId,
      decision,
      revision: card.revision,
      digest: card.digest,
      view_digest: card.view_digest,
      reason: 'I looked at it.',
      ...(decision === 'ask' && { question: 'Which rows?' }),
      ...change,
    });
}

/** Open the card and say the word. */
export async function decideOn(...word: Parameters<typeof ready>): Promise<DecisionAnswer> {
  return (await ready(...word))();
}

/** Spend the grant as the executor would. */
export function redeem(by: Caller, form: Pick<RequestForm, 'grant' | 'action'>, key: string = newId('key')) {
  return redeemGrant(by.executor, { grant: form.grant!, action: form.action, idempotencyKey: key });
}

export function report(
  by: Caller,
  form: RequestForm,
  redemption: string,
  change: Partial<Parameters<typeof reportOutcome>[1]> = {},
) {
  const now = new Date().toISOString();
  return reportOutcome(by.executor, {
    requestId: form.id,
    redemption,
    result: 'succeeded',
    ran_digest: form.digest,
    started_at: now,
    ended_at: now,
    idempotencyKey: newId('key'),
    ...change,
  });
}

/** The types of a Request's Events in causal order, without who was shown it. */
export async function eventTypes(requestId: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string; at: Date; type: string; leaf: string; payload: string }>(
    `SELECT id, at, type, translate(encode(leaf_hash, 'base64'), '+/=', '-_') AS leaf, payload FROM event
     WHERE request_id = $1 AND type <> 'request.opened'`,
    [requestId],
  );
  const events = rows.map((row) => ({ ...row, prev: JSON.parse(row.payload).predicate.prev as string[] }));
  return causalOrder(events).map((event) => event.type);
}

/** What a refused call was refused for; fails when it was not. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'was not refused',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

/** The refusal an attempt ends in, whole; fails when it was not refused. */
export async function refused(attempt: Promise<unknown>): Promise<Refusal> {
  const error = await attempt.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error;
  throw error;
}

/** What the Events of one type say of a Request, oldest first: who did it, and their data. */
export async function eventsOf(requestId: string, type: string): Promise<EventSaid[]> {
  const { rows } = await pool().query<{ actorId: string; payload: string }>(
    `SELECT actor_id AS "actorId", payload FROM event WHERE request_id = $1 AND type = $2 ORDER BY at, id`,
    [requestId, type],
  );
  return rows.map(({ actorId, payload }) => ({ actorId, data: JSON.parse(payload).predicate.data }));
}

interface EventSaid {
  actorId: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type has data of its own
  data: any;
}

/** How many grants of a Request could still be spent. */
export async function liveGrants(requestId: string): Promise<number> {
  const { rowCount } = await pool().query(
    'SELECT FROM "grant" WHERE request_id = $1 AND revoked_at IS NULL AND uses_left > 0',
    [requestId],
  );
  return rowCount!;
}

/** The state a Request's own row is in. */
export async function stateOf(requestId: string): Promise<string> {
  const { rows } = await pool().query<{ state: string }>('SELECT state FROM request WHERE id = $1', [requestId]);
  return rows[0]!.state;
}

/** Past its deadline, as if the time had gone by. */
export async function deadlinePassed(requestId: string): Promise<void> {
  await pool().query(`UPDATE request SET expires_at = now() - interval '1 second' WHERE id = $1`, [requestId]);
}

/**
 * A Request filed so much earlier. Revisions cannot be changed by anybody; only the owner of the tables can lift that,
 * which is what a test's database is for.
 */
export async function filedEarlier(owner: pg.Pool, requestId: string, ago: string): Promise<void> {
  await owner.query('ALTER TABLE revision DISABLE TRIGGER append_only');
  await owner.query('UPDATE revision SET created_at = created_at - $2::interval WHERE request_id = $1', [
    requestId,
    ago,
  ]);
  await owner.query('ALTER TABLE revision ENABLE ALWAYS TRIGGER append_only');
  await owner.query('UPDATE request SET expires_at = expires_at - $2::interval WHERE id = $1', [requestId, ago]);
}
