import type { QueueRow } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { queueRow, queueRowColumns, type StoredRow } from './queue-row.ts';
import { Conditions, type RowFilters } from './row-filters.ts';

export interface ListHistory {
  filters?: RowFilters | undefined;
  cursor?: string | undefined;
  limit: number;
}

/**
 * Requests of any state, newest first, narrowed by anything on the row. An agent sees its own; people with a role all.
 *
 * @throws Refusal `role_required`, `invalid_cursor`
 */
export async function listHistory(
  actor: Actor,
  list: ListHistory,
): Promise<{ items: QueueRow[]; nextCursor: string | null }> {
  if (actor.kind === 'executor' || (actor.kind === 'human' && actor.roles.length === 0)) {
    throw new Refusal('role_required', 'Reading history takes a role here.');
  }
  const conditions = new Conditions();
  if (actor.kind === 'agent') conditions.and('r.agent_id = ?', actor.agentId);
  if (list.filters) conditions.filter(list.filters);
  if (list.cursor !== undefined) {
    const [at, id] = readCursor('history', list.cursor);
    conditions.and('(r.created_at, r.id) < (?::timestamptz, ?)', at, id);
  }
  const { rows } = await pool().query<StoredRow>(
    `SELECT ${queueRowColumns} FROM request r JOIN agent a ON a.id = r.agent_id
     WHERE ${conditions} ORDER BY r.created_at DESC, r.id DESC LIMIT ${list.limit + 1}`,
    conditions.values,
  );
  const items = rows.slice(0, list.limit);
  const last = rows.length > list.limit ? items.at(-1) : undefined;
  return {
    items: items.map(queueRow),
    nextCursor: last ? writeCursor('history', [last.createdAt.toISOString(), last.id]) : null,
  };
}
