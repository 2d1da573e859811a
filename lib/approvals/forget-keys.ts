import { pool } from '../db/pool.ts';

/**
 * Forget idempotency keys a day after what they led to was final (wire.md section 1). Returns how many went.
 *
 * A key of a Request that may still move is kept however old it is, so an agent that comes back late finds it again.
 */
export async function forgetIdempotencyKeys(): Promise<number> {
  const { rowCount } = await pool().query({
    name: 'forget-keys',
    text: `DELETE FROM idempotency i
      USING request r
      WHERE i.at < now() - interval '1 day'
        AND r.id = coalesce((SELECT d.request_id FROM redemption d WHERE d.id = i.subject_id), i.subject_id)
        AND r.state NOT IN ('pending', 'blocked', 'approved', 'redeemed')
        AND r.settled_at < now() - interval '1 day'`,
  });
  return rowCount ?? 0;
}
