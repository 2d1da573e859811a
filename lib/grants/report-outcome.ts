import type { OutcomeBody, OutcomeForm, RequestState } from '#protocol/wire.ts';
import { announceRequest } from '../db/announce.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { AgentActor, ExecutorActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { assertCredentialLive } from '../identity/in-service.ts';
import { markRecorded } from '../identity/record-refusal.ts';
import { appendEvent, appendEvents } from '../log/append-events.ts';
import { systemActor } from '../log/system-actor.ts';
import { type LockedRequest, lockRequest } from './locked-request.ts';
import { revokeLiveGrant } from './revoke-live-grant.ts';

export interface ReportOutcome extends OutcomeBody {
  requestId: string;
  idempotencyKey: string;
}

interface RedemptionRow {
  grantId: string;
  digest: string;
  caller: string;
  leaf: Buffer;
  /** The revision whose Action was redeemed. */
  revision: number;
  reported: OutcomeForm | null;
}

/**
 * What the executor says happened, once per redemption.
 *
 * `ran_digest` is computed by the executor over what it really ran: if it is not the grant's, that is a bypass: the
 * Request failed whatever was reported, and what is left of the grant is void. A report about an earlier revision is kept
 * and moves nothing: what people are looking at now is another Action. While another run under the same grant is unreported the Request stays
 * `redeemed`. A late first report settles what had become `outcome_unknown`. The same report
 * again is answered as before; another one is refused and recorded.
 *
 * @throws Refusal `not_found`, `wrong_executor`, `outcome_exists`
 */
export async function reportOutcome(caller: AgentActor | ExecutorActor, input: ReportOutcome): Promise<OutcomeForm> {
  const answer = await transaction(async (tx) => {
    await assertCredentialLive(tx, caller);
    const request = await lockRequest(tx, input.requestId);
    const redemption = request && (await readRedemption(tx, input.redemption, request.id));
    if (!request || !redemption) throw new Refusal('not_found', 'There is no such redemption.');
    const callerId = caller.kind === 'agent' ? caller.agentId : caller.executorId;
    if (redemption.caller !== callerId) {
      return refuse(tx, caller, request, redemption, input, 'wrong_executor', 'Another executor redeemed this grant.');
    }
    if (redemption.reported) {
      if (isSame(redemption.reported, input)) return redemption.reported;
      return refuse(
        tx,
        caller,
        request,
        redemption,
        input,
        'outcome_exists',
        'The outcome of this run was reported already.',
      );
    }
    return write(tx, caller, request, redemption, input);
  });
  if (answer instanceof Refusal) throw answer;
  return answer;
}

async function readRedemption(tx: Tx, id: string, requestId: string): Promise<RedemptionRow | null> {
  const { rows } = await tx.query({
    name: 'read-redemption',
    text: `SELECT r.grant_id AS "grantId", g.digest, r.caller, r.leaf, g.revision, row_to_json(o) AS reported
      FROM redemption r JOIN "grant" g ON g.id = r.grant_id LEFT JOIN outcome o ON o.redemption_id = r.id
      WHERE r.id = $1 AND r.request_id = $2`,
    values: [id, requestId],
  });
  if (!rows[0]) return null;
  return { ...rows[0], reported: rows[0].reported && storedForm(rows[0].reported) };
}

// biome-ignore lint/suspicious/noExplicitAny: a row as Postgres prints it
function storedForm(row: any): OutcomeForm {
  return {
    redemption: row.redemption_id,
    result: row.result,
    ran_digest: row.ran_digest,
    started_at: new Date(row.started_at).toISOString(),
    ended_at: new Date(row.ended_at).toISOString(),
    ...(row.summary !== null && { summary: row.summary }),
    ...(row.affected !== null && { affected: row.affected }),
    reported_at: new Date(row.at).toISOString(),
  };
}

function isSame(reported: OutcomeForm, input: ReportOutcome): boolean {
  return (
    reported.result === input.result &&
    reported.ran_digest === input.ran_digest &&
    Date.parse(reported.started_at) === Date.parse(input.started_at) &&
    Date.parse(reported.ended_at) === Date.parse(input.ended_at) &&
    (reported.summary ?? '') === (input.summary ?? '')
  );
}

async function refuse(
  tx: Tx,
  caller: AgentActor | ExecutorActor,
  request: LockedRequest,
  redemption: RedemptionRow,
  input: ReportOutcome,
  reason: 'wrong_executor' | 'outcome_exists',
  detail: string,
): Promise<Refusal> {
  await appendEvent(tx, {
    type: 'outcome.refused',
    at: request.now,
    actor: eventActor(caller),
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: [redemption.leaf],
    data: { ...reported(input), reason },
    committed: { summary: input.summary ?? '' },
  });
  return markRecorded(new Refusal(reason, detail));
}

function reported(input: ReportOutcome) {
  return {
    redemption_id: input.redemption,
    result: input.result,
    ran_digest: input.ran_digest,
    started_at: input.started_at,
    ended_at: input.ended_at,
    ...(input.result_digest !== undefined && { result_digest: input.result_digest }),
    ...(input.affected && { affected: { ...input.affected } }),
  };
}

async function write(
  tx: Tx,
  caller: AgentActor | ExecutorActor,
  request: LockedRequest,
  redemption: RedemptionRow,
  input: ReportOutcome,
): Promise<OutcomeForm> {
  const bypass = input.ran_digest !== redemption.digest;
  const common = {
    at: request.now,
    actor: eventActor(caller),
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: [redemption.leaf],
  };
  const [event] = await appendEvents(tx, [
    { ...common, type: 'outcome.reported', data: reported(input), committed: { summary: input.summary ?? '' } },
    ...(bypass
      ? [
          {
            ...common,
            type: 'bypass.found' as const,
            data: {
              source: 'outcome',
              observed_at: request.now.toISOString(),
              operation: request.action.action.name,
              agent_id: request.agentId,
              ran_digest: input.ran_digest,
              match: 'none',
            },
          },
        ]
      : []),
  ]);
  await tx.query({
    name: 'insert-outcome',
    text: `INSERT INTO outcome (redemption_id, request_id, result, ran_digest, started_at, ended_at, summary, result_digest, affected, at, leaf)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      input.redemption,
      request.id,
      input.result,
      input.ran_digest,
      input.started_at,
      input.ended_at,
      input.summary ?? null,
      input.result_digest ?? null,
      input.affected ? JSON.stringify(input.affected) : null,
      request.now,
      event!.leafHash,
    ],
  });
  if (bypass) await revokeLiveGrant(tx, request, { actor: systemActor, cause: 'bypass', prev: event!.leafHash });
  const version = request.version + 1;
  await tx.query({
    name: 'settle-outcome',
    text: `UPDATE request SET version = $3, why = coalesce($4, why),
        state = CASE WHEN state NOT IN ('redeemed', 'outcome_unknown') OR revision <> $6 THEN state WHEN $5 OR NOT EXISTS (SELECT 1 FROM redemption d WHERE d.request_id = $1
          AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.redemption_id = d.id)) THEN $2 ELSE 'redeemed' END
      WHERE id = $1`,
    values: [
      request.id,
      bypass ? 'failed' : stateAfter[input.result],
      version,
      bypass ? 'What ran is not what was approved: the executor reported another digest.' : null,
      bypass,
      redemption.revision,
    ],
  });
  await announceRequest(tx, request.id, version);
  return {
    redemption: input.redemption,
    result: input.result,
    ran_digest: input.ran_digest,
    started_at: new Date(input.started_at).toISOString(),
    ended_at: new Date(input.ended_at).toISOString(),
    ...(input.summary !== undefined && { summary: input.summary }),
    ...(input.affected && { affected: input.affected }),
    reported_at: request.now.toISOString(),
  };
}

/** `stopped` obeyed a revocation; what it had done by then, only its summary tells. */
const stateAfter: Record<OutcomeBody['result'], RequestState> = {
  succeeded: 'succeeded',
  failed: 'failed',
  stopped: 'revoked',
  unknown: 'outcome_unknown',
};
