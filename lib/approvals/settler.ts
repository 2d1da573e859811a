import type { Tx } from '../db/transaction.ts';
import type { LockedRequest } from '../grants/locked-request.ts';

/** The name of whoever settled a Request: a person, or the agent that gave it up; undefined where policy or time did. */
export async function settlerOf(tx: Tx, { settledBy }: Pick<LockedRequest, 'settledBy'>): Promise<string | undefined> {
  if (settledBy === null) return undefined;
  const { rows } = await tx.query<{ name: string }>({
    name: 'settler',
    text: 'SELECT name FROM person WHERE id = $1 UNION ALL SELECT name FROM agent WHERE id = $1',
    values: [settledBy],
  });
  return rows[0]?.name;
}
