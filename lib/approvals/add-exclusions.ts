import type { Tx } from '../db/transaction.ts';

/** Keep these people from ever approving the Request, on top of those who already may not. */
export async function addExclusions(
  tx: Tx,
  requestId: string,
  excluded: readonly { personId: string; excludedAs: string }[],
): Promise<void> {
  await tx.query({
    name: 'insert-exclusions',
    text: `INSERT INTO exclusion (request_id, person_id, excluded_as)
      SELECT $1, x.person_id, x.excluded_as FROM unnest($2::text[], $3::text[]) AS x(person_id, excluded_as)
      ON CONFLICT DO NOTHING`,
    values: [requestId, excluded.map((one) => one.personId), excluded.map((one) => one.excludedAs)],
  });
}
