import type { RedeemAnswer } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';

const endpoint = 'grants/redeem';

interface RedemptionRow {
  bodyDigest: string;
  id: string;
  requestId: string;
  digest: string;
  usesLeft: number;
  at: Date;
  runBefore: Date;
  reportBefore: Date;
}

/**
 * The answer this key got before, marked as replayed, or null. Nothing is spent by asking again.
 *
 * Whoever gets a replayed answer may have started already; an executor that cannot prove it did not must not run.
 *
 * @throws Refusal `idempotency_conflict` when the key came with another grant or Action
 */
export async function earlierRedemption(
  tx: Tx,
  caller: string,
  key: string,
  bodyDigest: string,
): Promise<RedeemAnswer | null> {
  const { rows } = await tx.query<RedemptionRow>({
    name: 'earlier-redemption',
    text: `SELECT i.body_digest AS "bodyDigest", r.id, r.request_id AS "requestId", g.digest, r.uses_left AS "usesLeft", r.at,
        r.run_before AS "runBefore", r.report_before AS "reportBefore"
      FROM idempotency i JOIN redemption r ON r.id = i.subject_id JOIN "grant" g ON g.id = r.grant_id
      WHERE i.caller = $1 AND i.endpoint = $2 AND i.key = $3`,
    values: [caller, endpoint, key],
  });
  const row = rows[0];
  if (!row) return null;
  if (row.bodyDigest !== bodyDigest) throw conflict();
  return {
    redemption: row.id,
    request: row.requestId,
    digest: row.digest,
    uses_left: row.usesLeft,
    redeemed_at: row.at.toISOString(),
    run_before: row.runBefore.toISOString(),
    report_before: row.reportBefore.toISOString(),
    replayed: true,
  };
}

/**
 * Remember the key of a redemption. The same key for another grant, spent at the same moment, waits here for that one's
 * commit and rolls back.
 *
 * @throws Refusal `idempotency_conflict`
 */
export async function keepKey(
  tx: Tx,
  caller: string,
  key: string,
  bodyDigest: string,
  redemptionId: string,
  at: Date,
): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'keep-redemption-key',
    text: `INSERT INTO idempotency (caller, endpoint, key, body_digest, subject_id, at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING`,
    values: [caller, endpoint, key, bodyDigest, redemptionId, at],
  });
  if (rowCount === 0) throw conflict();
}

const conflict = () =>
  new Refusal('idempotency_conflict', 'This idempotency key was used before, with another grant or action.');
