import { canonicalAction } from '#protocol/action.ts';
import { GrantError, verifyGrantSeal } from '#protocol/grant.ts';
import type { GrantClaims } from '#protocol/grant-claims.ts';
import { newId } from '#protocol/id.ts';
import type { RedeemAnswer, RedeemBody } from '#protocol/wire.ts';
import { databaseNow } from '../clock.ts';
import { announceRequest } from '../db/announce.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { env } from '../env.ts';
import { Refusal } from '../errors/refusal.ts';
import type { AgentActor, ExecutorActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { assertCredentialLive } from '../identity/in-service.ts';
import { markRecorded } from '../identity/record-refusal.ts';
import { appendEvent } from '../log/append-events.ts';
import { digestOf } from '../log/digest.ts';
import { systemActor } from '../log/system-actor.ts';
import { earlierRedemption, keepKey } from './earlier-redemption.ts';
import { type GrantKeySet, grantKeySet } from './key-set.ts';
import { type LockedRequest, lockRequest } from './locked-request.ts';
import { calendarsOpen, recheck } from './recheck.ts';
import { type GrantRow, redemptionRefusal } from './redemption.ts';
import { type RedemptionRefusal, redemptionDetails } from './redemption-refusal.ts';
import { reopen } from './reopen.ts';
import { revokeLiveGrant } from './revoke-live-grant.ts';
import { readVotingFacts, type VotingFacts } from './votes.ts';

export interface RedeemGrant extends RedeemBody {
  idempotencyKey: string;
}

/** How long after the grant's end an executor may still report what happened. */
export const reportWithinSeconds = 3600;

/**
 * Spend a grant on exactly the Action that was approved. The commit of this transaction is the permission to run.
 *
 * All checks run under the Request's row lock, in the order of wire.md section 6, so of many redeemers at once exactly
 * as many succeed as the grant has uses. The same key and body give the first answer again, marked `replayed`, and spend
 * nothing. A refused attempt commits its Event before it is thrown.
 *
 * @throws Refusal with the first reason; anything but a resolved promise means: do not run
 */
export async function redeemGrant(caller: AgentActor | ExecutorActor, input: RedeemGrant): Promise<RedeemAnswer> {
  const presentedDigest = digestOf(canonicalAction(input.action));
  const attempt = { caller, input, presentedDigest };
  const claims = await readToken(attempt);
  const answer = await transaction(async (tx) => {
    await assertCredentialLive(tx, caller);
    const request = await lockRequest(tx, claims.txn);
    const grant = request && (await readGrant(tx, claims.jti, request.id));
    if (!request || !grant) return refuse(tx, attempt, 'unknown_grant');

    const earlier = await earlierRedemption(tx, callerId(caller), input.idempotencyKey, bodyDigest(attempt));
    if (earlier) return earlier;

    const executorId = caller.kind === 'executor' ? caller.executorId : ownExecutor(caller, request);
    const stopped = redemptionRefusal({
      grant,
      requestState: request.state,
      requestRevision: request.revision,
      claimedDigest: claims.digest,
      presentedDigest,
      executorId,
      ...(await standing(tx, request)),
      calendarsOpen: await calendarsOpen(tx, request),
      now: request.now,
    });
    if (stopped) return refuse(tx, attempt, stopped, { request, grant });

    const voting = await readVotingFacts(tx, request);
    const again = await recheck(tx, request, voting);
    switch (again.kind) {
      case 'now_denied':
        return deniedNow(tx, attempt, request, grant);
      case 'not_yet':
        return refuse(tx, attempt, 'not_yet_valid', { request, grant });
      case 'unknown':
        return refuse(tx, attempt, 'eligibility_unknown', { request, grant });
      case 'unmet': {
        const refused = await refuse(tx, attempt, again.because, { request, grant });
        await reopen(tx, request, again.because, again.requirement, voting);
        return refused;
      }
      case 'satisfied':
        return spend(tx, attempt, request, grant, voting);
    }
  });
  if (answer instanceof Refusal) throw answer;
  return answer;
}

interface Attempt {
  caller: AgentActor | ExecutorActor;
  input: RedeemGrant;
  presentedDigest: string;
}

/** Step 2: a token that is ours by form, key and signature. Its clock is not looked at; the database's decides. */
async function readToken(attempt: Attempt): Promise<GrantClaims> {
  const issuer = env().PUBLIC_URL;
  const verified = async (keys: GrantKeySet) =>
    verifyGrantSeal(attempt.input.grant, keys, { issuer, audience: issuer });
  try {
    return await verified(await grantKeySet()).catch(async (error) => {
      // Another replica may have begun to sign with a new key a moment ago.
      if (error instanceof GrantError && error.code === 'unknown_key') return verified(await grantKeySet(1_000));
      throw error;
    });
  } catch (error) {
    if (!(error instanceof GrantError)) throw error;
    throw await transaction((tx) => refuse(tx, attempt, 'bad_signature'));
  }
}

async function readGrant(tx: Tx, grantId: string, requestId: string): Promise<GrantRow | null> {
  const { rows } = await tx.query<GrantRow>({
    name: 'read-grant',
    text: `SELECT id, request_id AS "requestId", revision, digest, executor_id AS "executorId", basis, issued_at AS "issuedAt",
        not_before AS "notBefore", expires_at AS "expiresAt", uses, uses_left AS "usesLeft", revoked_at AS "revokedAt", leaf
      FROM "grant" WHERE id = $1 AND request_id = $2`,
    values: [grantId, requestId],
  });
  return rows[0] ?? null;
}

/** An agent redeems for itself only where its executor is of the kind that trusts it to. */
function ownExecutor(caller: AgentActor, request: LockedRequest): string {
  const itself = caller.agentId === request.agentId && request.executorGrade === 'cooperative';
  return itself ? request.executorId : '';
}

/** Whether the agent may have anything run, and the executor may run for it, as this transaction finds them. */
async function standing(tx: Tx, request: LockedRequest): Promise<{ agentPaused: boolean; executorRetired: boolean }> {
  const { rows } = await tx.query<{ agentPaused: boolean; executorRetired: boolean }>({
    name: 'agent-and-executor',
    text: `SELECT a.paused_at IS NOT NULL OR a.retired_at IS NOT NULL AS "agentPaused",
        NOT EXISTS (SELECT 1 FROM agent_executor ae JOIN executor e ON e.id = ae.executor_id
          WHERE ae.agent_id = a.id AND e.id = $2 AND e.retired_at IS NULL) AS "executorRetired"
      FROM agent a WHERE a.id = $1`,
    values: [request.agentId, request.executorId],
  });
  return rows[0] ?? { agentPaused: true, executorRetired: true };
}

async function refuse(
  tx: Tx,
  { caller, input, presentedDigest }: Attempt,
  reason: RedemptionRefusal,
  about?: { request: LockedRequest; grant: GrantRow },
): Promise<Refusal> {
  await appendEvent(tx, {
    type: 'grant.refused',
    at: about?.request.now ?? (await databaseNow(tx)),
    actor: eventActor(caller),
    subject: { digest: about?.request.digest ?? presentedDigest },
    ...(about && { request: about.request.id, revision: about.request.revision, prev: [about.grant.leaf] }),
    data: {
      ...(about && { grant_id: about.grant.id }),
      token_digest: digestOf(input.grant),
      executor_id: callerId(caller),
      presented_digest: presentedDigest,
      reason,
    },
  });
  const members = reason === 'not_yet_valid' && about ? { not_before: about.grant.notBefore.toISOString() } : {};
  return markRecorded(new Refusal(reason, redemptionDetails[reason], members));
}

/** The active policy denies it now: the grant is void and the Request over. */
async function deniedNow(tx: Tx, attempt: Attempt, request: LockedRequest, grant: GrantRow): Promise<Refusal> {
  const refused = await refuse(tx, attempt, 'revoked', { request, grant });
  await revokeLiveGrant(tx, request, { actor: systemActor, cause: 'policy' });
  const version = request.version + 1;
  await tx.query({
    name: 'revoke-request',
    text: `UPDATE request SET state = 'revoked', version = $2, why = 'The policy in force denies this action now.' WHERE id = $1`,
    values: [request.id, version],
  });
  await announceRequest(tx, request.id, version);
  return refused;
}

async function spend(
  tx: Tx,
  { caller, input, presentedDigest }: Attempt,
  request: LockedRequest,
  grant: GrantRow,
  voting: VotingFacts,
): Promise<RedeemAnswer> {
  const id = newId('rdm');
  const usesLeft = grant.usesLeft - 1;
  const runBefore = grant.expiresAt;
  const reportBefore = new Date(runBefore.getTime() + reportWithinSeconds * 1000);
  const redeemed = await appendEvent(tx, {
    type: 'grant.redeemed',
    at: request.now,
    actor: eventActor(caller),
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: [grant.leaf],
    data: {
      grant_id: grant.id,
      redemption_id: id,
      uses_left: usesLeft,
      executor_id: grant.executorId,
      approvers: voting.votes
        .filter((vote) => vote.verdict === 'approve')
        .map((vote) => ({
          reviewer_id: vote.personId,
          eligible: vote.active && !voting.excluded.has(vote.personId),
          read_at: request.now.toISOString(),
        })),
      run_before_at: runBefore.toISOString(),
      report_before_at: reportBefore.toISOString(),
    },
  });
  const version = request.version + 1;
  await tx.query({
    name: 'spend-grant',
    text: `WITH spent AS (UPDATE "grant" SET uses_left = uses_left - 1 WHERE id = $1 RETURNING request_id),
      redeemed AS (
        INSERT INTO redemption (id, grant_id, request_id, executor_id, caller, uses_left, at, run_before, report_before, leaf)
        SELECT $2, $1, request_id, $3, $4, $5, $6, $7, $8, $9 FROM spent
      )
      UPDATE request SET state = 'redeemed', version = $10 WHERE id = (SELECT request_id FROM spent)`,
    values: [
      grant.id,
      id,
      grant.executorId,
      callerId(caller),
      usesLeft,
      request.now,
      runBefore,
      reportBefore,
      redeemed.leafHash,
      version,
    ],
  });
  await keepKey(
    tx,
    callerId(caller),
    input.idempotencyKey,
    bodyDigest({ caller, input, presentedDigest }),
    id,
    request.now,
  );
  await announceRequest(tx, request.id, version);
  return {
    redemption: id,
    request: request.id,
    digest: request.digest,
    uses_left: usesLeft,
    redeemed_at: request.now.toISOString(),
    run_before: runBefore.toISOString(),
    report_before: reportBefore.toISOString(),
  };
}

function callerId(caller: AgentActor | ExecutorActor): string {
  return caller.kind === 'agent' ? caller.agentId : caller.executorId;
}

function bodyDigest({ input, presentedDigest }: Attempt): string {
  return digestOf(`${input.grant}\n${presentedDigest}`);
}
