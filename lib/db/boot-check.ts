import { pool } from './pool.ts';

/** Tables that only grow: no right to change them, and a trigger that refuses even those who have it. */
const appendOnly = [
  'event',
  'revision',
  'exclusion',
  'decision',
  'withdrawal',
  'question',
  'answer',
  'comment',
  'redemption',
  'outcome',
  'policy_version',
  'person_alias',
  'agent_steward',
];

/** Tables that the runtime role may add to and nothing else; others may take from them. */
const insertOnly = ['log_queue', 'disclosure', 'card_view'];

/**
 * What would let the running product change its own record; nothing when the database is a lock on the door.
 *
 * Asked of Postgres' own catalogue, as the role the product runs as: ownership, also through membership; the rights to
 * UPDATE, DELETE and TRUNCATE, also on single columns; and, for each table and each partition, the triggers in state
 * ALWAYS, which a superuser in replica mode does not walk past. (log.md section 7.)
 */
export async function unprotectedParts(): Promise<string[]> {
  const { rows } = await pool().query<{ finding: string }>({ text: findings, values: [appendOnly, insertOnly] });
  return rows.map((row) => row.finding);
}

const findings = `
  WITH wanted AS (
    SELECT unnest($1::text[]) AS name, true AS sealed UNION ALL SELECT unnest($2::text[]), false
  ), named AS (
    SELECT w.name, w.sealed, w.name = 'event' AS timed, to_regclass(quote_ident(w.name)) AS oid FROM wanted w
  ), guarded AS (
    SELECT name, sealed, timed, oid::oid FROM named WHERE oid IS NOT NULL
    UNION ALL
    SELECT c.relname, true, true, c.oid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = to_regclass('event')
  ), may AS (
    SELECT g.name, right_to FROM guarded g, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS right_to
      WHERE has_table_privilege(g.oid, right_to)
        OR (right_to = 'UPDATE' AND has_any_column_privilege(g.oid, right_to))
  ), must AS (
    SELECT g.name, g.oid, t.trigger FROM guarded g,
      LATERAL (VALUES ('append_only', g.sealed), ('no_truncate', g.sealed), ('event_clock', g.timed)) AS t(trigger, needed)
      WHERE t.needed
  )
  SELECT 'there is no table ' || name AS finding FROM named WHERE oid IS NULL
  UNION ALL
  SELECT current_user || ' can act as the owner of ' || g.name FROM guarded g JOIN pg_class c ON c.oid = g.oid
    WHERE pg_has_role(c.relowner, 'MEMBER')
  UNION ALL
  SELECT current_user || ' has the right to ' || right_to || ' on ' || name FROM may
  UNION ALL
  SELECT 'the trigger ' || m.trigger || ' on ' || m.name || ' is missing or not ENABLE ALWAYS' FROM must m
    WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = m.oid AND t.tgname = m.trigger AND t.tgenabled = 'A')
  ORDER BY finding`;
