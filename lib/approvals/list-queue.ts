import type { QueueRow } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import type { HumanActor } from '../identity/actor.ts';
import { directory } from '../identity/directory.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { queueRow, queueRowColumns, type StoredRow } from './queue-row.ts';
import { Conditions, type RowFilters } from './row-filters.ts';

export type QueueTab = 'needs_me' | 'others' | 'mine' | 'done';

export interface ListQueue {
  tab: QueueTab;
  filters?: RowFilters | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface QueuePage {
  items: QueueRow[];
  nextCursor: string | null;
  /** How many open Requests each tab holds, counted up to `mostCounted`. */
  counts: Record<Exclude<QueueTab, 'done'>, number>;
}

/** Counting stops here; no screen counts a whole table. */
export const mostCounted = 1000;

const open = `r.state IN ('pending', 'blocked') AND r.expires_at > clock_timestamp()`;
/** $1 the groups I could fill a slot by, $2 every id that is me. */
const mine = `EXISTS (SELECT 1 FROM exclusion x WHERE x.request_id = r.id AND x.person_id = ANY($2))`;
const voted = `EXISTS (SELECT 1 FROM decision d WHERE d.request_id = r.id AND d.revision = r.revision AND d.person_id = ANY($2)
  AND d.verdict <> 'ask' AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.decision_id = d.id))`;
const needsMe = `r.open_groups && $1::text[] AND NOT ${mine} AND NOT ${voted}`;

const where: Record<QueueTab, string> = {
  needs_me: `${open} AND ${needsMe}`,
  others: `${open} AND NOT (${needsMe}) AND NOT ${mine}`,
  mine: `${open} AND ${mine}`,
  done: 'r.settled_at IS NOT NULL',
};

/**
 * One page of the queue as this person has it: what waits for them, for others, what is theirs, and what is done.
 *
 * By deadline, then risk; done ones by when they were settled. *Needs me* is what I could fill an open slot of now, after
 * every exclusion. Keyset pages on partial indexes: it costs the same however much history there is.
 */
export async function listQueue(human: HumanActor, list: ListQueue): Promise<QueuePage> {
  const me = (await directory()).familyOf(human.personId);
  const reviewer = human.roles.includes('reviewer');
  const groups = reviewer ? [...human.groups, ...me.map((id) => `person:${id}`)] : [];
  const conditions = new Conditions([groups, me]);
  if (list.filters) conditions.filter(list.filters);
  const name = `queue:${list.tab}`;
  const after = list.cursor === undefined ? null : readCursor(name, list.cursor);
  const done = list.tab === 'done';
  if (after && done) conditions.and('(r.settled_at, r.id) < (?::timestamptz, ?)', after[0], after[1]);
  if (after && !done) {
    conditions.and('(r.expires_at, -r.risk_score, r.id) > (?::timestamptz, -?::int, ?)', after[0], after[1], after[2]);
  }

  const [page, counts] = await Promise.all([
    pool().query<StoredRow>(
      `SELECT ${queueRowColumns} FROM request r JOIN agent a ON a.id = r.agent_id
       WHERE ($1::text[] IS NOT NULL AND $2::text[] IS NOT NULL) AND ${where[list.tab]} AND ${conditions}
       ORDER BY ${done ? 'r.settled_at DESC, r.id DESC' : 'r.expires_at, r.risk_score DESC, r.id'}
       LIMIT ${list.limit + 1}`,
      conditions.values,
    ),
    countTabs(groups, me),
  ]);
  const rows = page.rows.slice(0, list.limit);
  const last = page.rows.length > list.limit ? rows.at(-1) : undefined;
  return { items: rows.map(queueRow), nextCursor: last ? cursorAt(name, last, done) : null, counts };
}

function cursorAt(name: string, row: StoredRow, done: boolean): string {
  return done
    ? writeCursor(name, [row.settledAt!.toISOString(), row.id])
    : writeCursor(name, [row.expiresAt!.toISOString(), row.riskScore, row.id]);
}

async function countTabs(groups: string[], me: readonly string[]): Promise<QueuePage['counts']> {
  const tab = (name: Exclude<QueueTab, 'done'>) =>
    `(SELECT count(*)::int FROM (SELECT 1 FROM request r WHERE ${where[name]} LIMIT ${mostCounted}) ${name}) AS ${name}`;
  const { rows } = await pool().query<QueuePage['counts']>({
    name: 'count-queue',
    text: `SELECT ${tab('needs_me')}, ${tab('others')}, ${tab('mine')}`,
    values: [groups, me],
  });
  return rows[0]!;
}
