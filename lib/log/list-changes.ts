import type { RequestState } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import type { EventType } from './event.ts';

/** What one reader of the event table had seen: a snapshot of Postgres, and when it was taken. */
export interface Seen {
  snapshot: string;
  at: Date;
}

/** An Event that changed a Request, with where the Request stands now. */
export interface Change {
  at: Date;
  id: string;
  type: EventType;
  requestId: string;
  version: number;
  state: RequestState;
  agentId: string;
  executorId: string;
}

export interface ChangeFilter {
  /** Only what was committed after this. */
  since: Seen;
  /** Only what was committed before this snapshot. */
  until?: string | undefined;
  requestId?: string | undefined;
  agentId?: string | undefined;
  executorId?: string | undefined;
  limit: number;
}

const changing: readonly EventType[] = [
  'request.submitted',
  'request.revised',
  'request.answered',
  'request.commented',
  'request.blocked',
  'request.unblocked',
  'request.approved',
  'request.denied',
  'request.reopened',
  'request.expired',
  'request.cancelled',
  'decision.recorded',
  'decision.withdrawn',
  'grant.issued',
  'grant.redeemed',
  'grant.revoked',
  'grant.expired',
  'outcome.reported',
  'outcome.unknown',
  'bypass.found',
];

/** An Event's own time may lie this much before its commit: five seconds by the trigger, and a transaction's length. */
const slack = '15 seconds';

/** Where the log is now. What is committed later is a change since then, whatever its own time says. */
export async function seenNow(): Promise<Seen> {
  const { rows } = await pool().query<Seen>({
    name: 'seen-now',
    text: 'SELECT pg_current_snapshot()::text AS snapshot, clock_timestamp() AS at',
  });
  return rows[0]!;
}

/**
 * The changes committed since a reader last looked, and what it has seen once it has them.
 *
 * Events commit in another order than their times say, so a time cannot be a position: one that commits late would be
 * skipped. Postgres knows exactly which transactions a snapshot saw, so the difference of two snapshots misses nothing
 * and repeats nothing, on any replica. A row carries its transaction in `xmin`, of 32 bits; the upper ones are those of
 * the present, since no row of the last day is four billion transactions old.
 */
export async function listChanges(filter: ChangeFilter): Promise<{ seen: Seen; changes: Change[] }> {
  const { rows } = await pool().query<Change & { snapshot: string; seenAt: Date }>({
    name: 'list-changes',
    text: `WITH here AS MATERIALIZED (
        SELECT pg_current_snapshot() AS snapshot, clock_timestamp() AS "seenAt",
          pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next
      ), recent AS MATERIALIZED (
        SELECT e.at, e.id, e.type, e.request_id,
          (h.next - (h.next & 4294967295) + e.xmin::text::bigint
            - CASE WHEN e.xmin::text::bigint > (h.next & 4294967295) THEN 4294967296 ELSE 0 END)::text::xid8 AS xid
        FROM here h, event e
        WHERE e.at > $2::timestamptz - interval '${slack}' AND e.type = ANY($3) AND ($4::text IS NULL OR e.request_id = $4)
      ), change AS (
        SELECT c.at, c.id, c.type, c.request_id AS "requestId", r.version, r.state, r.agent_id AS "agentId",
          r.executor_id AS "executorId"
        FROM recent c JOIN request r ON r.id = c.request_id
        WHERE NOT pg_visible_in_snapshot(c.xid, $1::pg_snapshot)
          AND ($5::pg_snapshot IS NULL OR pg_visible_in_snapshot(c.xid, $5))
          AND ($6::text IS NULL OR r.agent_id = $6) AND ($7::text IS NULL OR r.executor_id = $7)
        ORDER BY c.at, c.id LIMIT $8
      )
      SELECT here.snapshot::text, here."seenAt", change.* FROM here LEFT JOIN change ON true
      ORDER BY change.at, change.id`,
    values: [
      filter.since.snapshot,
      filter.since.at,
      changing,
      filter.requestId ?? null,
      filter.until ?? null,
      filter.agentId ?? null,
      filter.executorId ?? null,
      filter.limit,
    ],
  });
  const { snapshot, seenAt } = rows[0]!;
  return { seen: { snapshot, at: seenAt }, changes: rows.filter((row) => row.id !== null) };
}
