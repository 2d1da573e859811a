import { pool } from '../db/pool.ts';

const betweenMilliseconds = 60_000;
const noted = new Map<string, number>();

/**
 * Remember that a credential was used just now, at most once a minute, without making its caller wait.
 *
 * This is for the person who wonders whether a key may go; nothing is decided by it, so a note that fails is let go and
 * tried again with the next use.
 */
export function noteUse(credentialId: string): void {
  const now = performance.now();
  const last = noted.get(credentialId);
  if (last !== undefined && now - last < betweenMilliseconds) return;
  noted.set(credentialId, now);
  pool()
    .query({
      name: 'credential-used',
      text: `UPDATE credential SET last_used_at = now()
        WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
      values: [credentialId],
    })
    .catch(() => noted.delete(credentialId));
}
