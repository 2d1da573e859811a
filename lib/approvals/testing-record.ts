import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';

/**
 * What must hold of the whole database at any moment, whatever was killed before: each sentence with a query that finds
 * the rows for which it does not hold.
 */
const truths: readonly (readonly [sentence: string, exceptions: string])[] = [
  [
    'every Request is at its last revision, counted from the first, and has its digest',
    `SELECT r.id FROM request r
      LEFT JOIN (SELECT request_id, count(*) AS n, max(revision) AS last FROM revision GROUP BY 1) a ON a.request_id = r.id
      LEFT JOIN revision v ON v.request_id = r.id AND v.revision = r.revision
      WHERE (a.n, a.last, v.digest) IS DISTINCT FROM (r.revision, r.revision, r.digest)`,
  ],
  [
    'every Request was filed under a key',
    `SELECT id FROM request r WHERE NOT EXISTS (SELECT FROM idempotency i WHERE i.endpoint = 'requests' AND i.subject_id = r.id)`,
  ],
  [
    'every key leads to something that is there',
    `SELECT key FROM idempotency i WHERE NOT EXISTS (SELECT FROM request r WHERE r.id = i.subject_id)
      AND NOT EXISTS (SELECT FROM redemption d WHERE d.id = i.subject_id)`,
  ],
  ...oneRowOneEvent('revision', 'evaluated_leaf', 'evaluation.made'),
  ...oneRowOneEvent('revision', 'submitted_leaf', 'request.submitted'),
  ...oneRowOneEvent('decision', 'leaf', 'decision.recorded'),
  ...oneRowOneEvent('withdrawal', 'leaf', 'decision.withdrawn'),
  ...oneRowOneEvent('card_view', 'leaf', 'request.opened'),
  ...oneRowOneEvent('"grant"', 'leaf', 'grant.issued'),
  ...oneRowOneEvent('redemption', 'leaf', 'grant.redeemed'),
  ...oneRowOneEvent('outcome', 'leaf', 'outcome.reported'),
  ['every Event has an id and a leaf of its own', 'SELECT min(id) FROM event GROUP BY leaf_hash HAVING count(*) > 1'],
  [
    'every Event waits for its place in the log, once, and nothing else does',
    `SELECT e.id, q.event_id FROM event e FULL JOIN log_queue q ON q.event_id = e.id AND q.leaf_hash = e.leaf_hash AND q.event_at = e.at
      GROUP BY 1, 2 HAVING e.id IS NULL OR q.event_id IS NULL OR count(*) > 1`,
  ],
  [
    'every Event of a Request is of one that exists',
    `SELECT e.id FROM event e LEFT JOIN request r ON r.id = e.request_id
      WHERE e.request_id IS NOT NULL AND e.type <> 'call.refused' AND r.id IS NULL`,
  ],
  [
    'a grant is spent as often as it was redeemed, and no more than it has uses',
    `SELECT g.id FROM "grant" g LEFT JOIN redemption d ON d.grant_id = g.id
      GROUP BY g.id HAVING g.uses - g.uses_left <> count(d.id)`,
  ],
  [
    'an approved Request has exactly one grant that can be spent',
    `SELECT r.id FROM request r LEFT JOIN "grant" g ON g.request_id = r.id AND g.revoked_at IS NULL AND g.uses_left > 0
      WHERE r.state = 'approved' GROUP BY r.id HAVING count(g.id) <> 1`,
  ],
  [
    'no Request that waits, or ended without a run, has a grant that can be spent',
    `SELECT r.id FROM request r JOIN "grant" g ON g.request_id = r.id
      WHERE g.revoked_at IS NULL AND g.uses_left > 0 AND g.expires_at > clock_timestamp()
        AND r.state IN ('pending', 'blocked', 'denied', 'cancelled', 'revoked', 'expired')`,
  ],
  [
    'a Request was redeemed if it says so',
    `SELECT r.id FROM request r WHERE r.state IN ('redeemed', 'succeeded', 'failed', 'outcome_unknown')
      AND NOT EXISTS (SELECT FROM redemption d WHERE d.request_id = r.id)`,
  ],
  [
    'each grant that people decided on rests on a request.approved of its own',
    `SELECT coalesce(g.of, e.of) FROM (SELECT request_id AS of, count(*) AS n FROM "grant" WHERE basis = 'decisions' GROUP BY 1) g
      FULL JOIN (SELECT request_id AS of, count(*) AS n FROM event WHERE type = 'request.approved' GROUP BY 1) e USING (of)
      WHERE g.n IS DISTINCT FROM e.n`,
  ],
  [
    'a Request that people ended has the Event of that end',
    `SELECT r.id FROM request r LEFT JOIN event e ON e.request_id = r.id AND e.type = 'request.' || r.state
      WHERE (r.state = 'cancelled' OR (r.state = 'denied' AND r.decided_by = 'people')) AND e.id IS NULL`,
  ],
  [
    'a grant is revoked exactly when there is the Event of its revocation',
    `SELECT coalesce(g.id, e.id) FROM (SELECT id FROM "grant" WHERE revoked_at IS NOT NULL) g
      FULL JOIN (SELECT payload::jsonb #>> '{predicate,data,grant_id}' AS id FROM event WHERE type = 'grant.revoked') e USING (id)
      WHERE g.id IS NULL OR e.id IS NULL`,
  ],
];

/** The row names the Event's leaf, no other row does, and there is no Event of that type without its row. */
function oneRowOneEvent(table: string, leaf: string, type: string): [string, string][] {
  const rows = `(SELECT request_id AS of, ${leaf} AS leaf FROM ${table} WHERE ${leaf} IS NOT NULL) t`;
  return [
    [
      `every row of ${table} has its ${type}, and every ${type} its row`,
      `SELECT t.of, e.of FROM ${rows} FULL JOIN (SELECT request_id AS of, leaf_hash AS leaf FROM event WHERE type = '${type}') e
        USING (leaf) WHERE t.of IS DISTINCT FROM e.of`,
    ],
    [`no two rows of ${table} share their ${type}`, `SELECT min(of) FROM ${rows} GROUP BY leaf HAVING count(*) > 1`],
  ];
}

/** The sentences that do not hold of this database just now, each with the rows that break it; empty when all is well. */
export async function brokenTruths(from: Tx = pool()): Promise<string[]> {
  // One statement, so that all of them are asked of the same moment.
  const { rows } = await from.query<{ broken: string }>(
    truths
      .map(([sentence, exceptions]) => `(SELECT '${sentence}: ' || x::text AS broken FROM (${exceptions}) x LIMIT 3)`)
      .join(' UNION ALL '),
  );
  return rows.map((row) => row.broken);
}
