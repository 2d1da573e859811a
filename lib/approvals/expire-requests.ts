import { announceRequest } from '../db/announce.ts';
import { pool } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { lockRequest } from '../grants/locked-request.ts';
import { appendEvent } from '../log/append-events.ts';
import { systemActor } from '../log/system-actor.ts';

const batch = 200;

/** SQL: the end of the Request's grant is in the log already. */
const toldOfEnd = `EXISTS (SELECT 1 FROM event e WHERE e.request_id = r.id AND e.type = 'grant.expired')`;

/**
 * Write down what time has already decided: Requests past their deadline, grants past their end, also while their Action
 * runs, and runs nobody reported.
 * Returns how many were written.
 *
 * Nothing depends on it being done: every verb asks the database's clock itself. Each Request is taken under its own lock
 * and asked again there, so two replicas, or two runs, write it once.
 */
export async function expireRequests(): Promise<number> {
  const { rows } = await pool().query<{ id: string }>({
    name: 'due-requests',
    text: `
      (SELECT id FROM request WHERE state IN ('pending', 'blocked') AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT ${batch})
      UNION ALL
      (SELECT r.id FROM request r JOIN "grant" g ON g.request_id = r.id AND g.revoked_at IS NULL
        WHERE r.state = 'approved' AND g.uses_left > 0 AND g.expires_at <= clock_timestamp() LIMIT ${batch})
      UNION ALL
      (SELECT r.id FROM redemption d JOIN request r ON r.id = d.request_id
        WHERE d.report_before <= clock_timestamp() AND r.state = 'redeemed'
          AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.redemption_id = d.id) LIMIT ${batch})
      UNION ALL
      (SELECT r.id FROM redemption d JOIN request r ON r.id = d.request_id
        WHERE d.report_before > clock_timestamp() AND d.run_before <= clock_timestamp() AND r.state = 'redeemed'
          AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.redemption_id = d.id) AND NOT ${toldOfEnd} LIMIT ${batch})`,
  });
  let written = 0;
  for (const { id } of rows) if (await expireOne(id)) written++;
  return written;
}

async function expireOne(id: string): Promise<boolean> {
  return transaction(async (tx) => {
    const request = await lockRequest(tx, id);
    if (!request) return false;
    const { rows } = await tx.query<{
      grantId: string | null;
      grantEnd: Date | null;
      usesLeft: number | null;
      grantLeaf: Buffer | null;
      redemptionId: string | null;
      redemptionLeaf: Buffer | null;
      reportBefore: Date | null;
      toldOfEnd: boolean;
      filled: number;
      needed: number;
    }>({
      name: 'what-is-due',
      text: `SELECT g.id AS "grantId", g.expires_at AS "grantEnd", g.uses_left AS "usesLeft", g.leaf AS "grantLeaf",
          d.id AS "redemptionId", d.leaf AS "redemptionLeaf", d.report_before AS "reportBefore",
          ${toldOfEnd} AS "toldOfEnd", r.slots_filled AS filled, r.slots_needed AS needed
        FROM request r
        LEFT JOIN "grant" g ON g.request_id = r.id AND g.revoked_at IS NULL
        LEFT JOIN LATERAL (SELECT * FROM redemption d WHERE d.request_id = r.id
          AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.redemption_id = d.id) ORDER BY d.at LIMIT 1) d ON true
        WHERE r.id = $1`,
      values: [id],
    });
    const due = rows[0]!;
    const common = {
      at: request.now,
      actor: systemActor,
      subject: { digest: request.digest },
      request: request.id,
      revision: request.revision,
    };
    const asked = request.submittedLeaf ?? request.evaluatedLeaf;

    let state: 'expired' | 'outcome_unknown' | 'redeemed';
    if (
      (request.state === 'pending' || request.state === 'blocked') &&
      request.expiresAt &&
      request.expiresAt <= request.now
    ) {
      await appendEvent(tx, {
        ...common,
        type: 'request.expired',
        prev: [asked],
        data: { deadline_at: request.expiresAt.toISOString(), filled: due.filled, needed: due.needed },
      });
      state = 'expired';
    } else if (request.state === 'approved' && due.grantId && due.grantEnd! <= request.now) {
      await appendEvent(tx, {
        ...common,
        type: 'grant.expired',
        prev: [due.grantLeaf!],
        data: { grant_id: due.grantId, uses_left: due.usesLeft! },
      });
      state = 'expired';
    } else if (request.state === 'redeemed' && due.redemptionId && due.reportBefore! <= request.now) {
      await appendEvent(tx, {
        ...common,
        type: 'outcome.unknown',
        prev: [due.redemptionLeaf!],
        data: { redemption_id: due.redemptionId, due_at: due.reportBefore!.toISOString(), cause: 'not_reported' },
      });
      state = 'outcome_unknown';
    } else if (
      request.state === 'redeemed' &&
      due.redemptionId &&
      due.grantId &&
      due.grantEnd! <= request.now &&
      !due.toldOfEnd
    ) {
      // It may be running still: whether to stop is in the grant's terms, and whoever runs it hears of the end.
      await appendEvent(tx, {
        ...common,
        type: 'grant.expired',
        prev: [due.redemptionLeaf!],
        data: { grant_id: due.grantId, uses_left: due.usesLeft! },
      });
      state = 'redeemed';
    } else {
      return false;
    }
    const version = request.version + 1;
    await tx.query({
      name: 'expire-request',
      text: `UPDATE request SET state = $2, version = $3, open_groups = '{}', settled_at = coalesce(settled_at, $4),
        settled_by = coalesce(settled_by, 'system') WHERE id = $1`,
      values: [id, state, version, request.now],
    });
    await announceRequest(tx, id, version);
    return true;
  });
}
