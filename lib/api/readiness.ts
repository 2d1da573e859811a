import { pool } from '../db/pool.ts';
import { keyFor } from '../log/keys.ts';

interface Standing {
  policy: boolean;
  partition: boolean;
}

/** What a decision would lack right now, one plain phrase each; nothing when this process can do its work. */
export async function whatIsMissing(): Promise<string[]> {
  const missing: string[] = [];
  for (const use of ['event', 'grant'] as const) {
    try {
      keyFor(use);
    } catch {
      missing.push(`the ${use} key cannot be used`);
    }
  }
  try {
    const { rows } = await pool().query<Standing>({
      name: 'ready',
      text: `SELECT EXISTS (SELECT FROM policy_active) AS policy,
        to_regclass('event_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')) IS NOT NULL AS partition`,
    });
    if (!rows[0]?.policy) missing.push('no policy is in force');
    if (!rows[0]?.partition) missing.push('there is no event partition for this month');
  } catch {
    missing.push('the database does not answer');
  }
  return missing;
}
