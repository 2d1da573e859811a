import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from '../identity/actor.ts';
import { changeDirectory, type Operator } from '../identity/change-directory.ts';
import type { HolderKind } from '../identity/credential-key.ts';
import { revokeKey } from '../identity/revoke-keys.ts';
import { cancelFiledWith } from './cancel-filed-with.ts';
import { revokeGrantsOfAgent } from './revoke-grant.ts';

export interface CredentialRevocation {
  credentialId: string;
  reason?: string | undefined;
  /** For a planned rotation: the key is known not to have leaked, so what its agent holds and has filed stays good. */
  keepGrants?: boolean | undefined;
}

/**
 * End an API key: from this commit on it opens nothing.
 *
 * Whoever had an agent's key could read the grants it has not spent and file in its name, so those are void and what
 * waits is cancelled, unless the key is known not to have leaked. Revoking a key twice changes nothing the second time.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`
 */
export async function revokeCredential(by: HumanActor | Operator, revocation: CredentialRevocation): Promise<void> {
  const { credentialId, reason, keepGrants } = revocation;
  return changeDirectory(by, { operation: 'revokeCredential', roles: ['admin'] }, async (change) => {
    const { rows } = await change.tx.query<{ holderKind: HolderKind; holderId: string; revoked: boolean }>(
      `SELECT holder_kind AS "holderKind", holder_id AS "holderId", revoked_at IS NOT NULL AS revoked
        FROM credential WHERE id = $1 FOR UPDATE`,
      [credentialId],
    );
    const credential = rows[0];
    if (!credential) throw new Refusal('not_found', 'There is no such key.');
    if (!credential.revoked) await revokeKey(change, credentialId, credential.holderId, reason);
    if (credential.holderKind === 'agent' && !keepGrants) {
      await revokeGrantsOfAgent(change.tx, credential.holderId, 'credential', change.actor);
      await cancelFiledWith(change.tx, credentialId, change.actor);
    }
  });
}
