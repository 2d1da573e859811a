import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';

/**
 * What must hold of the whole database at any moment, whatever was killed before: each sentence with a query that finds
 * the rows for which it does not hold.
 */
const truths: readonly (readonly [sentence: string, exceptions: string])[] = [
  [
    'every Request has its first revision',
    `SELECT id FROM request r WHERE NOT EXISTS (SELECT FROM revision v WHERE v.request_id = r.id AND v.revision = 1)`,
  ],
  [
    'every Request is at its last revision and has its digest',
    `SELECT r.id FROM request r WHERE (r.revision, r.digest) IS DISTINCT FROM
      (SELECT (v.revision, v.digest) FROM revision v WHERE v.request_id = r.id ORDER BY v.revision DESC LIMIT 1)`,
  ],
  [
    'every Request was filed under one key',
    `SELECT id FROM request r WHERE NOT EXISTS (SELECT FROM idempotency i WHERE i.endpoint = 'requests' AND i.subject_id = r.id)`,
  ],
  [
    'every key leads to something that is there',
    `SELECT key FROM idempotency i WHERE NOT EXISTS (SELECT FROM request r WHERE r.id = i.subject_id) AND NOT EXISTS (SELECT FROM redemption d WHERE d.id = i.subject_id)`,
  ],
  ...rowsAndEvents('revision', 'evaluated_leaf', 'evaluation.made'),
  ...rowsAndEvents('revision', 'submitted_leaf', 'request.submitted'),
  ...rowsAndEvents('decision', 'leaf', 'decision.recorded'),
  ...rowsAndEvents('withdrawal', 'leaf', 'decision.withdrawn'),
  ...rowsAndEvents('card_view', 'leaf', 'request.opened'),
  ...rowsAndEvents('"grant"', 'leaf', 'grant.issued'),
  ...rowsAndEvents('redemption', 'leaf', 'grant.redeemed'),
  ...rowsAndEvents('outcome', 'leaf', 'outcome.reported'),
  [
    'every Event waits for its place in the log once',
    `SELECT e.id FROM event e WHERE (SELECT count(*) FROM log_queue q WHERE q.event_id = e.id AND q.leaf_hash = e.leaf_hash AND q.event_at = e.at) <> 1`,
  ],
  [
    'nothing but Events waits for a place in the log',
    `SELECT q.event_id FROM log_queue q WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = q.event_id)`,
  ],
  ['every Event has an id of its own', 'SELECT id FROM event GROUP BY id HAVING count(*) > 1'],
  [
    'every Event of a Request is of one that exists',
    `SELECT e.id FROM event e WHERE e.request_id IS NOT NULL AND e.type NOT IN ('call.refused') AND NOT EXISTS (SELECT FROM request r WHERE r.id = e.request_id)`,
  ],
  [
    'a grant is spent as often as it was redeemed, and no more than it has uses',
    `SELECT g.id FROM "grant" g WHERE g.uses - g.uses_left <> (SELECT count(*) FROM redemption d WHERE d.grant_id = g.id)`,
  ],
  [
    'an approved Request has exactly one grant that can be spent',
    `SELECT r.id FROM request r WHERE r.state = 'approved' AND (SELECT count(*) FROM "grant" g WHERE g.request_id = r.id AND g.revoked_at IS NULL AND g.uses_left > 0) <> 1`,
  ],
  [
    'no Request that ended otherwise has a grant that can be spent',
    `SELECT r.id FROM request r JOIN "grant" g ON g.request_id = r.id AND g.revoked_at IS NULL AND g.uses_left > 0 AND g.expires_at > clock_timestamp() WHERE r.state IN ('pending', 'blocked', 'denied', 'cancelled', 'revoked', 'expired')`,
  ],
  [
    'a Request was redeemed if it says so',
    `SELECT r.id FROM request r WHERE r.state IN ('redeemed', 'succeeded', 'failed', 'outcome_unknown') AND NOT EXISTS (SELECT FROM redemption d WHERE d.request_id = r.id)`,
  ],
  [
    'a grant that people decided on rests on one request.approved',
    `SELECT r.id FROM request r WHERE (SELECT count(*) FROM "grant" g WHERE g.request_id = r.id AND g.basis = 'decisions') <> (SELECT count(*) FROM event e WHERE e.request_id = r.id AND e.type = 'request.approved')`,
  ],
  [
    'a Request people ended has the Event of that end',
    `SELECT r.id FROM request r WHERE (r.state = 'cancelled' AND NOT EXISTS (SELECT FROM event e WHERE e.request_id = r.id AND e.type = 'request.cancelled')) OR (r.state = 'denied' AND r.decided_by = 'people' AND NOT EXISTS (SELECT FROM event e WHERE e.request_id = r.id AND e.type = 'request.denied'))`,
  ],
  [
    'a revoked grant has the Event of its revocation',
    `SELECT g.id FROM "grant" g WHERE (g.revoked_at IS NOT NULL) <> EXISTS (SELECT FROM event e WHERE e.request_id = g.request_id AND e.type = 'grant.revoked' AND e.payload::jsonb #>> '{predicate,data,grant_id}' = g.id)`,
  ],
];

/** One row, one Event: the row names the Event's leaf, and there is no Event of that type without its row. */
function rowsAndEvents(table: string, leaf: string, type: string): [string, string][] {
  return [
    [
      `every row of ${table} has its ${type}`,
      `SELECT t.request_id FROM ${table} t WHERE t.${leaf} IS NOT NULL AND (SELECT count(*) FROM event e WHERE e.leaf_hash = t.${leaf} AND e.type = '${type}' AND e.request_id = t.request_id) <> 1`,
    ],
    [
      `every ${type} has its row of ${table}`,
      `SELECT e.id FROM event e WHERE e.type = '${type}' AND (SELECT count(*) FROM ${table} t WHERE t.${leaf} = e.leaf_hash) <> 1`,
    ],
  ];
}

/** The sentences that do not hold of this database just now, each with the rows that break it; empty when all is well. */
export async function brokenTruths(from: Tx = pool()): Promise<string[]> {
  const broken: string[] = [];
  for (const [sentence, exceptions] of truths) {
    const { rows } = await from.query(exceptions);
    if (rows.length > 0) broken.push(`${sentence}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return broken;
}
