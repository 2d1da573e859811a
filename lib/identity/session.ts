import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';
import { sha256 } from '../log/digest.ts';
import type { HumanActor, Role } from './actor.ts';
import { countedMembership } from './counted-membership.ts';
import { sessionToken } from './session-cookie.ts';

interface SessionRow {
  sessionId: string;
  personId: string;
  name: string;
  email: string;
  authAt: Date;
  over: boolean;
  fresh: boolean;
  unseen: boolean;
  groups: string[];
  roles: Role[];
}

/**
 * Who is signed in with these headers' cookie, else null.
 *
 * Read from the database on every call, in one statement and by its clock: a disabled person, thirty idle minutes or
 * twelve hours end the session there and then, and groups and roles are those of this moment. Who holds no role any
 * more is nobody here. Assurance is L3 only while the identity provider itself saw the person less than five minutes
 * ago.
 *
 * @param touch false for what a browser asks by itself: that is no sign of a person, so it does not put off the idle end
 */
export async function readSession(
  headers: Headers,
  { touch = true }: { touch?: boolean } = {},
): Promise<HumanActor | null> {
  const token = sessionToken(headers);
  if (!token) return null;
  const { rows } = await pool().query<SessionRow>({ name: 'session', text: sessionStatement, values: [sha256(token)] });
  const session = rows[0];
  if (!session) return null;
  if (session.over) {
    await pool().query({ name: 'end-session', text: 'DELETE FROM session WHERE id = $1', values: [session.sessionId] });
    return null;
  }
  if (session.roles.length === 0) return null;
  if (touch && session.unseen) {
    const text = 'UPDATE session SET last_seen_at = now() WHERE id = $1';
    await pool().query({ name: 'session-seen', text, values: [session.sessionId] });
  }
  return {
    kind: 'human',
    personId: session.personId,
    name: session.name,
    email: session.email,
    roles: session.roles,
    groups: session.groups,
    sessionId: session.sessionId,
    channel: 'web',
    assurance: session.fresh ? 'L3' : 'L2',
    authAt: session.authAt,
  };
}

/** End every session of a person, under whichever of their ids it was begun. */
export async function endSessions(tx: Tx, personId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM session WHERE person_id IN
      (SELECT p.id FROM person p WHERE $1 IN (p.id, p.merged_into_id)
        UNION SELECT o.merged_into_id FROM person o WHERE o.id = $1 AND o.merged_into_id IS NOT NULL)`,
    [personId],
  );
  return rowCount ?? 0;
}

const sessionStatement = `
  SELECT s.id AS "sessionId", p.id AS "personId", p.name, p.email, s.auth_at AS "authAt",
    bool_or(p.disabled_at IS NOT NULL OR own.disabled_at IS NOT NULL OR s.expires_at <= now()
      OR s.last_seen_at <= now() - interval '30 minutes') AS over,
    s.auth_at > now() - interval '5 minutes' AS fresh,
    s.last_seen_at <= now() - interval '1 minute' AS unseen,
    coalesce(array_agg(DISTINCT m.group_id) FILTER (WHERE m.group_id IS NOT NULL), '{}') AS groups,
    coalesce(array_agg(DISTINCT r.role) FILTER (WHERE r.role IS NOT NULL), '{}') AS roles
  FROM session s
  JOIN person own ON own.id = s.person_id
  JOIN person p ON p.id = coalesce(own.merged_into_id, own.id)
  LEFT JOIN membership m ON m.person_id = p.id AND ${countedMembership}
  LEFT JOIN group_role r ON r.group_id = m.group_id
  WHERE s.token_hash = $1
  GROUP BY s.id, p.id`;
