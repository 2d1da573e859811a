import { canonicalAction } from '#protocol/action.ts';
import { newId } from '#protocol/id.ts';
import { canonicalize } from '#protocol/jcs.ts';
import type { Action, Envelope, Evidence, Json, RequestForm } from '#protocol/wire.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { env } from '../env.ts';
import { Refusal } from '../errors/refusal.ts';
import { type LockedRequest, lockRequest } from '../grants/locked-request.ts';
import { readVotingFacts } from '../grants/votes.ts';
import type { AgentActor } from '../identity/actor.ts';
import { directory } from '../identity/directory.ts';
import { eventActor } from '../identity/event-actor.ts';
import { isInService } from '../identity/in-service.ts';
import { peopleExcluded } from '../identity/people-excluded.ts';
import { proveSubject } from '../identity/prove-subject.ts';
import { registeredAgent } from '../identity/registered-agent.ts';
import { digestOf } from '../log/digest.ts';
import { policyInForce } from '../policy/active.ts';
import { lockAgent, readHistory } from './agent-history.ts';
import { assessAction } from './assess-action.ts';
import { fileAction, type ToFile } from './filing.ts';
import { getRequest } from './get-request.ts';
import { intakeRefusal } from './intake-refusal.ts';
import { writeRevision } from './write-revision.ts';

export interface ReviseRequest {
  requestId: string;
  action: Action;
  reason?: string;
  evidence?: Evidence;
  /** The question whose proposal the agent adopts; its proposer becomes an editor, and can never approve. */
  adopts?: string;
  idempotencyKey: string;
}

export interface Revised {
  status: 200 | 202;
  request: RequestForm;
  replayed: boolean;
}

/** The most revisions of one Request, and the longest it may live through them (policy.md section 6). */
const mostRevisions = 20;
const longestDays = 7;

/**
 * Put a changed Action in the place of the one people are looking at.
 *
 * By a byte or by all of it: the digest is another, every vote is void, policy is applied afresh under the version in
 * force, and the deadline starts anew. Under the Request's lock, so a decision lands on one revision or the other.
 *
 * @throws Refusal `not_found`, `nothing_changed`, `already_settled`, `expired`, `idempotency_conflict` and intake's own
 */
export async function reviseRequest(caller: AgentActor, input: ReviseRequest): Promise<Revised> {
  const canonical = canonicalAction(input.action);
  const digest = digestOf(canonical);
  const { idempotencyKey, ...body } = input;
  const bodyDigest = digestOf(canonicalize(body as unknown as Json));

  const replayed = await transaction(async (tx) => {
    // The agent's row before the Request's, as whoever stops the agent takes them.
    await lockAgent(tx, caller.agentId);
    const request = await lockRequest(tx, input.requestId);
    if (!request || request.agentId !== caller.agentId) throw new Refusal('not_found', 'There is no such request.');
    if (!(await keepKey(tx, caller, input, bodyDigest, request.now))) return true;
    refuseUnlessOpen(request, digest);
    await refuseIfRun(tx, request.id);

    const agent = await registeredAgent(caller.agentId, caller.credentialId, tx);
    if (!(await isInService(tx, caller))) throw await intakeRefusal(tx, caller);
    const proof = proveSubject({ id: agent.id, actsFor: agent.actsFor }, input.action.subject);
    const policy = await policyInForce(tx);
    const envelope: Envelope = {
      ...request.envelope,
      ...(input.reason !== undefined && { reason: input.reason }),
      ...(input.evidence !== undefined && { evidence: input.evidence }),
    };
    const history = await readHistory(tx, policy, { ...caller, action: input.action, envelope, except: request.id });
    const executor = { id: request.executorId, grade: request.executorGrade };
    const revision = request.revision + 1;
    const assessment = assessAction(policy, {
      agent,
      action: input.action,
      canonical,
      envelope,
      proof,
      executor,
      revision,
      now: request.now,
      history,
    });
    const proposers = await proposersOf(tx, request, input.adopts);
    const voting = await readVotingFacts(tx, request);
    const excluded = [
      ...(await peopleExcluded(
        {
          ownerId: agent.ownerId,
          stewards: agent.stewards,
          credentialCreatorId: agent.credentials.get(caller.credentialId)?.createdById ?? agent.ownerId,
          subject: input.action.subject,
        },
        tx,
      )),
      ...proposers.map((personId) => ({ personId, excludedAs: 'editor' as const })),
    ];
    const filing: ToFile = {
      requestId: request.id,
      revision,
      digest,
      action: input.action,
      envelope,
      agent,
      principalId: proof === 'self' ? agent.id : excluded.find((one) => one.excludedAs === 'subject')?.personId,
      proof,
      policy: { name: policy.name, version: policy.version, digest: policy.digest },
      assessment,
      actor: eventActor(caller),
      now: request.now,
      evaluationId: newId('evl'),
      issuer: env().PUBLIC_URL,
      executor,
      excluded: [...excluded, ...[...voting.excluded.keys()].map((personId) => ({ personId }))],
      directory: await directory(tx),
      idempotencyKey,
      because: [request.submittedLeaf ?? request.evaluatedLeaf, ...voting.votes.map((vote) => vote.leaf)],
    };
    await writeRevision(tx, {
      request,
      filing,
      credentialId: caller.credentialId,
      filed: fileAction(filing),
      canonical,
      excluded,
      voided: voting.votes.map((vote) => vote.leaf),
    });
    return false;
  });
  const request = await getRequest(caller, input.requestId);
  return { status: request.effect === 'require' ? 202 : 200, request, replayed };
}

/** False when the same key and body had been here before: nothing is to be done again. */
async function keepKey(
  tx: Tx,
  caller: AgentActor,
  input: ReviseRequest,
  bodyDigest: string,
  at: Date,
): Promise<boolean> {
  const endpoint = `requests/${input.requestId}/revisions`;
  const { rowCount } = await tx.query({
    name: 'keep-revision-key',
    text: `INSERT INTO idempotency (caller, endpoint, key, body_digest, subject_id, at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING`,
    values: [caller.agentId, endpoint, input.idempotencyKey, bodyDigest, input.requestId, at],
  });
  if (rowCount === 1) return true;
  const { rows } = await tx.query<{ body_digest: string }>({
    name: 'earlier-revision',
    text: 'SELECT body_digest FROM idempotency WHERE caller = $1 AND endpoint = $2 AND key = $3',
    values: [caller.agentId, endpoint, input.idempotencyKey],
  });
  if (rows[0]?.body_digest === bodyDigest) return false;
  throw new Refusal('idempotency_conflict', 'This idempotency key was used before, with another body.');
}

function refuseUnlessOpen(request: LockedRequest, digest: string): void {
  if (
    request.state === 'expired' ||
    (request.expiresAt && request.now >= request.expiresAt && request.state !== 'approved')
  ) {
    throw new Refusal('expired', 'The deadline has passed. File a new request.');
  }
  if (request.state !== 'pending' && request.state !== 'blocked') {
    throw new Refusal('already_settled', `This request is already ${request.state.replace('_', ' ')}.`, {
      state: request.state,
    });
  }
  if (digest === request.digest)
    throw new Refusal('nothing_changed', 'This is the action people are already looking at.');
  if (
    request.revision >= mostRevisions ||
    request.now.getTime() - request.createdAt.getTime() > longestDays * 86_400_000
  ) {
    throw new Refusal(
      'already_settled',
      'This request was revised as often, or lived as long, as one may. File a new one.',
    );
  }
}

/** What has run once is what it was: a changed Action after it is a Request of its own. */
async function refuseIfRun(tx: Tx, requestId: string): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'any-redemption',
    text: 'SELECT 1 FROM redemption WHERE request_id = $1 LIMIT 1',
    values: [requestId],
  });
  if (rowCount) throw new Refusal('already_redeemed', 'Part of this request has run already. File a new one.');
}

/**
 * Whoever proposed a change of the revision that is replaced: they are editors of what comes, and may not approve it.
 *
 * Whether the agent says that it adopts the proposal, or files it with a byte more, makes no difference.
 */
async function proposersOf(tx: Tx, request: LockedRequest, adopts?: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string; person: string }>({
    name: 'proposers-of',
    text: `SELECT id, asked_by_id AS person FROM question
      WHERE request_id = $1 AND proposal IS NOT NULL AND (id = $2 OR revision = $3)`,
    values: [request.id, adopts ?? null, request.revision],
  });
  if (adopts !== undefined && !rows.some((row) => row.id === adopts)) {
    throw new Refusal('not_found', 'There is no such proposal to adopt.');
  }
  return [...new Set(rows.map((row) => row.person))];
}
