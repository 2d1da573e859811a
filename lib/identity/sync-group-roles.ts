import { canonicalize } from '#protocol/jcs.ts';
import { databaseNow } from '../clock.ts';
import { transaction } from '../db/transaction.ts';
import { env } from '../env.ts';
import { appendEvent } from '../log/append-events.ts';
import { digestOf } from '../log/digest.ts';
import { systemActor } from '../log/system-actor.ts';
import type { Role } from './actor.ts';
import { announceDirectory, forgetDirectory } from './recall.ts';

/**
 * At start-up: make the roles that groups hold here those of the setting ROLE_GROUPS.
 *
 * Who may do what is then a matter of the record too: a difference is the Event `setting.changed`, with the digests of
 * the mapping before and after. Replicas that start at once do it one after the other, and only the first one finds a
 * difference.
 */
export async function syncGroupRoles(): Promise<void> {
  const wanted = env().ROLE_GROUPS;
  await transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('sync_group_roles'))`);
    const { rows } = await tx.query<{ group: string; role: Role }>('SELECT group_id AS "group", role FROM group_role');
    const held: Record<Role, string[]> = { reviewer: [], auditor: [], author: [], admin: [] };
    for (const { group, role } of rows) held[role].push(group);
    const [before, after] = [digestOfRoles(held), digestOfRoles(wanted)];
    if (before === after) return;

    const pairs = Object.entries(wanted).flatMap(([role, groups]) => groups.map((group) => [group, role] as const));
    await tx.query('DELETE FROM group_role');
    await tx.query(
      'INSERT INTO group_role (group_id, role) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
      [pairs.map(([group]) => group), pairs.map(([, role]) => role)],
    );
    await appendEvent(tx, {
      type: 'setting.changed',
      at: await databaseNow(tx),
      actor: systemActor,
      subject: { kind: 'setting', id: 'role_groups' },
      data: { name: 'role_groups', from_digest: before, to_digest: after },
    });
    await announceDirectory(tx);
  });
  forgetDirectory();
}

function digestOfRoles(roles: Record<Role, readonly string[]>): string {
  const sorted = Object.entries(roles).map(([role, groups]) => [role, [...new Set(groups)].sort()] as const);
  return digestOf(canonicalize(Object.fromEntries(sorted)));
}
