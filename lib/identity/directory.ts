import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';
import { countedMembership } from './counted-membership.ts';
import { type Directory, directoryOf, type PersonRow } from './person-directory.ts';
import { recall } from './recall.ts';

export type { Directory } from './person-directory.ts';

const maxAgeMilliseconds = 2_000;

const snapshot = recall(maxAgeMilliseconds, () => readDirectory(pool()));

async function readDirectory(from: Tx): Promise<Directory> {
  const { rows } = await from.query<{ people: PersonRow[]; links: never[]; aliases: never[]; memberships: never[] }>({
    name: 'directory',
    text: `SELECT
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email,
        'disabled', disabled_at IS NOT NULL, 'mergedIntoId', merged_into_id) ORDER BY id), '[]') FROM person) AS people,
      (SELECT coalesce(json_agg(json_build_object('externalId', external_id, 'personId', person_id)), '[]')
        FROM identity_link) AS links,
      (SELECT coalesce(json_agg(json_build_object('alias', alias, 'personId', person_id)), '[]')
        FROM person_alias) AS aliases,
      (SELECT coalesce(json_agg(json_build_object('personId', m.person_id, 'groupId', m.group_id)
        ORDER BY m.group_id, m.person_id), '[]') FROM membership m WHERE ${countedMembership}) AS memberships`,
  });
  return directoryOf(rows[0]!);
}

/**
 * Everybody here and their groups, from memory: at most two seconds old, read again as soon as a change is announced.
 *
 * Good for showing who could decide and for leaving people out. Whether somebody may decide is read afresh, in the
 * deciding transaction, with `membershipsOf`.
 *
 * Inside a transaction, hand it over: what memory does not hold is then read on the connection in hand. Waiting for a
 * second one, while every connection belongs to somebody who waits as well, would never end.
 */
export async function directory(tx?: Tx): Promise<Directory> {
  const held = snapshot.held('');
  if (held) return held;
  const refreshed = snapshot.get('');
  if (!tx) return (await refreshed)!;
  refreshed.catch(() => {});
  return readDirectory(tx);
}

/** A person's place in a group as the deciding transaction finds it. */
export interface FreshMembership {
  personId: string;
  groupId: string;
  /** `oidc`: the claims of a sign-in. */
  source: string;
  /** When the source last said so. */
  readAt: Date;
  /** Since when this deployment knows of it. */
  since: Date;
}

/** The memberships that count of these people, read now: none for whoever is disabled or was merged into another. */
export async function membershipsOf(tx: Tx, personIds: readonly string[]): Promise<FreshMembership[]> {
  const { rows } = await tx.query<FreshMembership>({
    name: 'memberships-of',
    text: `SELECT m.person_id AS "personId", m.group_id AS "groupId", m.source, m.read_at AS "readAt", m.since
      FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.person_id = ANY($1) AND p.disabled_at IS NULL AND p.merged_into_id IS NULL AND ${countedMembership}
      ORDER BY m.person_id, m.group_id`,
    values: [personIds],
  });
  return rows;
}
