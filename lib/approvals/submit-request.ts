import { canonicalAction } from '#protocol/action.ts';
import { newId } from '#protocol/id.ts';
import { canonicalize } from '#protocol/jcs.ts';
import type { Envelope, Json, RequestForm, SubmitBody } from '#protocol/wire.ts';
import { databaseNow, steeredNow } from '../clock.ts';
import { announceQueue } from '../db/announce.ts';
import { pool } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { env } from '../env.ts';
import { type ProblemCode, Refusal } from '../errors/refusal.ts';
import type { AgentActor } from '../identity/actor.ts';
import { directory } from '../identity/directory.ts';
import { eventActor } from '../identity/event-actor.ts';
import { inService } from '../identity/in-service.ts';
import { peopleExcluded } from '../identity/people-excluded.ts';
import { proveSubject } from '../identity/prove-subject.ts';
import { type AgentRegistration, registeredAgent } from '../identity/registered-agent.ts';
import { digestOf } from '../log/digest.ts';
import { type ActivePolicy, activePolicy } from '../policy/active.ts';
import { addExclusions } from './add-exclusions.ts';
import { type AgentHistory, asksHistory, noHistory, readHistory } from './agent-history.ts';
import { assessAction } from './assess-action.ts';
import { fileAction } from './filing.ts';
import { getRequest } from './get-request.ts';
import { intakeRefusal } from './intake-refusal.ts';
import { type Intake, type IntakeAnswer, writeIntake } from './intake-statement.ts';
import { environment } from './kinds/environment.ts';
import { headlineOf } from './kinds/registry.ts';
import { openTwin } from './open-twin.ts';
import { recordOfIntake } from './record-of-intake.ts';
import { requestForm } from './request-form.ts';

export interface SubmitInput extends SubmitBody {
  idempotencyKey: string;
}

export interface Submitted {
  /** 200 when policy settled it, 202 when people were asked. */
  status: 200 | 202;
  request: RequestForm;
  /** The same key and body had been here before; this is the same Request. */
  replayed: boolean;
}

/**
 * Ask for an Action: policy answers at once, or people are asked.
 *
 * The path without history facts is one round trip to the database; what memory knew of the caller is asked again in
 * that very statement. Request, Events and grant are one commit: nothing is answered that is not durable.
 *
 * @throws Refusal for whatever is wrong with the submission, `agent_paused`, `queue_full`, `idempotency_conflict`,
 *   `policy_unavailable`
 */
export async function submitRequest(caller: AgentActor, input: SubmitInput): Promise<Submitted> {
  const agent = await registeredAgent(caller.agentId, caller.credentialId);
  const executor = executorOf(agent, input.executor);
  const canonical = canonicalAction(input.action);
  const digest = digestOf(canonical);
  if (input.digest !== undefined && input.digest !== digest) {
    throw new Refusal('different_action', 'The digest you sent is not the digest of this action.', { digest });
  }
  const proof = proveSubject({ id: agent.id, actsFor: agent.actsFor }, input.action.subject);
  const policy = await activePolicy();
  const credential = agent.credentials.get(caller.credentialId);
  const excluded = await peopleExcluded({
    ownerId: agent.ownerId,
    stewards: agent.stewards,
    credentialCreatorId: credential?.createdById ?? agent.ownerId,
    subject: input.action.subject,
  });
  const envelope = envelopeOf(input);
  const asked = { caller, input, agent, executor, canonical, digest, proof, policy, excluded, envelope };

  if (!asksHistory(policy) && !input.attach) {
    const intake = await prepare(asked, noHistory, steeredNow());
    return conclude(asked, intake, await writeIntake(pool(), intake));
  }
  const filed = await transaction(async (tx) => {
    const history = await readHistory(tx, policy, { ...caller, action: input.action, envelope });
    const twin = input.attach ? await attachTo(tx, asked) : null;
    if (twin) return twin;
    const intake = await prepare(asked, history, await databaseNow(tx), tx);
    return { intake, answer: await writeIntake(tx, intake) };
  });
  return typeof filed === 'string' ? replay(caller, filed) : conclude(asked, filed.intake, filed.answer);
}

/**
 * The Request that this submission joins, its key kept so that the same key finds it for ever. Null when there is none,
 * the key is not new, or the caller may file nothing: ordinary intake answers that, in its own order.
 */
async function attachTo(tx: Tx, { caller, agent, input, excluded }: Asked): Promise<string | null> {
  const { rows } = await tx.query({ ...earlierQuery, values: [agent.id, input.idempotencyKey] });
  if (rows[0]) return null;
  const twin = await openTwin(tx, agent.id, input.action);
  if (!twin) return null;
  const { rowCount } = await tx.query({
    name: 'keep-key',
    text: `INSERT INTO idempotency (caller, endpoint, key, body_digest, subject_id, at)
      SELECT a.id, 'requests', $2, $3, $4, clock_timestamp() FROM credential c JOIN agent a ON a.id = c.holder_id
      WHERE a.id = $1 AND c.id = $5 AND ${inService}
      ON CONFLICT DO NOTHING`,
    values: [agent.id, input.idempotencyKey, bodyDigest(input), twin, caller.credentialId],
  });
  if (rowCount !== 1) return null;
  // Whoever may not approve for this caller may not approve what it joins; the lock orders this with decisions on it.
  await tx.query({ name: 'lock-request', text: 'SELECT 1 FROM request WHERE id = $1 FOR UPDATE', values: [twin] });
  await addExclusions(tx, twin, excluded);
  return twin;
}

async function replay(caller: AgentActor, requestId: string): Promise<Submitted> {
  const request = await getRequest(caller, requestId);
  return { status: request.effect === 'require' ? 202 : 200, request, replayed: true };
}

interface Asked {
  caller: AgentActor;
  input: SubmitInput;
  agent: AgentRegistration;
  executor: { id: string; grade: 'structural' | 'network' | 'cooperative' };
  canonical: string;
  digest: string;
  proof: 'self' | 'acts_for';
  policy: ActivePolicy;
  excluded: Awaited<ReturnType<typeof peopleExcluded>>;
  envelope: Envelope;
}

/** Evaluate and seal: all that can be done before the database is asked. */
async function prepare(asked: Asked, history: AgentHistory, now: Date, tx?: Tx): Promise<Intake> {
  const { input, agent, executor, policy } = asked;
  const assessment = assessAction(policy, {
    agent,
    action: input.action,
    canonical: asked.canonical,
    envelope: asked.envelope,
    proof: asked.proof,
    executor,
    revision: 1,
    now,
    history,
  });
  const subject = asked.excluded.find((one) => one.excludedAs === 'subject');
  const filing = {
    requestId: newId('req'),
    revision: 1,
    digest: asked.digest,
    action: input.action,
    envelope: asked.envelope,
    agent,
    principalId: asked.proof === 'self' ? agent.id : subject?.personId,
    proof: asked.proof,
    policy: { name: policy.name, version: policy.version, digest: policy.digest },
    assessment,
    actor: eventActor(asked.caller),
    now,
    evaluationId: newId('evl'),
    issuer: env().PUBLIC_URL,
    executor,
    excluded: asked.excluded,
    directory: await directory(tx),
    idempotencyKey: input.idempotencyKey,
    ...(input.expires_in_seconds !== undefined && { expiresInSeconds: input.expires_in_seconds }),
  };
  return {
    filing,
    filed: fileAction(filing),
    credentialId: asked.caller.credentialId,
    canonical: asked.canonical,
    bodyDigest: bodyDigest(input),
    environment: environment(input.action, assessment.facts.resource.environment),
    headline: headlineOf(input.action),
    excluded: asked.excluded,
  };
}

async function conclude(asked: Asked, intake: Intake, answer: IntakeAnswer): Promise<Submitted> {
  const { caller, input } = asked;
  if (answer.fresh) {
    announceQueue();
    const request = requestForm(recordOfIntake(intake, asked.agent, caller), caller);
    return { status: intake.filed.requirement ? 202 : 200, request, replayed: false };
  }
  const refusal = answer.alive ? stillBeingWritten() : await intakeRefusal(pool(), caller);
  const earlier = await earlierSubmission(caller, input.idempotencyKey);
  if (!earlier || (!answer.alive && !refusedOnlyWhatIsNew.has(refusal.code))) throw refusal;
  if (earlier.bodyDigest !== intake.bodyDigest) {
    throw new Refusal('idempotency_conflict', 'This idempotency key was used before, with another body.');
  }
  return replay(caller, earlier.requestId);
}

const earlierQuery = {
  name: 'earlier-submission',
  text: `SELECT subject_id AS "requestId", body_digest AS "bodyDigest" FROM idempotency
    WHERE caller = $1 AND endpoint = 'requests' AND key = $2`,
};

async function earlierSubmission(caller: AgentActor, key: string) {
  const { rows } = await pool().query<EarlierSubmission>({ ...earlierQuery, values: [caller.agentId, key] });
  return rows[0];
}

interface EarlierSubmission {
  requestId: string;
  bodyDigest: string;
}

/** Where nothing new is taken just now, what was filed before is still found by its key. */
const refusedOnlyWhatIsNew: ReadonlySet<ProblemCode> = new Set(['queue_full', 'policy_unavailable']);

const stillBeingWritten = () =>
  new Refusal('idempotency_in_progress', 'The same submission is still being written. Send it again.');

function executorOf(agent: AgentRegistration, named: string | undefined) {
  const id = named ?? agent.executorId;
  const grade = agent.executors.get(id);
  if (!grade) {
    throw new Refusal(
      'wrong_executor',
      named ? 'This executor is not registered for this agent.' : "This agent's executor is out of service.",
    );
  }
  return { id, grade };
}

function envelopeOf({ reason, evidence, model, run }: SubmitInput): Envelope {
  return {
    ...(reason !== undefined && { reason }),
    ...(evidence !== undefined && { evidence }),
    ...(model !== undefined && { model }),
    ...(run !== undefined && { run }),
  };
}

/** Two bodies are the same when their canonical forms are. */
function bodyDigest({ idempotencyKey: _, ...body }: SubmitInput): string {
  return digestOf(canonicalize(body as unknown as Json));
}
