import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { policyInForce } from './active.ts';
import { seconds } from './duration.ts';

/**
 * What was read of somebody's groups before this moment does not count; null when the policy in force sets no
 * `membership.maxAge`.
 *
 * Where no policy is in force nothing can be redeemed anyway, and a deny or a withdrawal need not wait for one.
 */
export async function oldestRead(tx: Tx): Promise<Date | null> {
  const maxAge = await policyInForce(tx).then(
    ({ document }) => document.membership?.maxAge,
    (error) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    },
  );
  if (maxAge === undefined) return null;
  const { rows } = await tx.query<{ oldest: Date }>({
    name: 'oldest-read',
    text: 'SELECT clock_timestamp() - make_interval(secs => $1) AS oldest',
    values: [seconds(maxAge)],
  });
  return rows[0]!.oldest;
}
