import type { DirectoryChange } from './change-directory.ts';
import type { HolderKind } from './credential-key.ts';

/** End every live key of an agent or executor, as part of a change that takes it out of service. */
export async function revokeKeysOf(change: DirectoryChange, kind: HolderKind, holderId: string, reason?: string) {
  const { rows } = await change.tx.query<{ id: string }>(
    'SELECT id FROM credential WHERE holder_kind = $1 AND holder_id = $2 AND revoked_at IS NULL ORDER BY id FOR UPDATE',
    [kind, holderId],
  );
  for (const { id } of rows) await revokeKey(change, id, holderId, reason);
}

/** End one key, with its Event. */
export async function revokeKey(
  { tx, now, personId, record }: DirectoryChange,
  credentialId: string,
  holderId: string,
  reason: string | undefined,
): Promise<void> {
  await tx.query('UPDATE credential SET revoked_at = $2, revoked_by_id = $3 WHERE id = $1', [
    credentialId,
    now,
    personId,
  ]);
  await record({
    type: 'credential.revoked',
    subject: { kind: 'credential', id: credentialId },
    data: { credential_id: credentialId, holder_id: holderId, kind: 'api_key' },
    ...(reason !== undefined && { committed: { reason } }),
  });
}
