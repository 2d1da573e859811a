import { steeredNow } from '../clock.ts';
import { pool } from '../db/pool.ts';
import { Refusal } from '../errors/refusal.ts';
import type { AgentActor, ExecutorActor } from './actor.ts';
import { type CredentialKey, type HolderKind, hashSecret, isSecret, parseCredentialKey } from './credential-key.ts';
import { credentialDetails } from './in-service.ts';
import { noteUse } from './last-use.ts';
import { recall } from './recall.ts';

interface CredentialRow {
  id: string;
  holderKind: HolderKind;
  holderId: string;
  secretHash: Buffer;
  expiresAt: Date;
  revokedAt: Date | null;
  expired: boolean;
}

const maxAgeMilliseconds = 5_000;
const noSecretHash = hashSecret('');

const credentials = recall(maxAgeMilliseconds, async (id) => {
  const { rows } = await pool().query<CredentialRow>({
    name: 'credential',
    text: `SELECT id, holder_kind AS "holderKind", holder_id AS "holderId", secret_hash AS "secretHash",
        expires_at AS "expiresAt", revoked_at AS "revokedAt", expires_at <= clock_timestamp() AS expired
      FROM credential WHERE id = $1`,
    values: [id],
  });
  return rows[0];
});

/**
 * Who presents this API key.
 *
 * A key that is known and good costs no round trip: its row is held for five seconds at most and dropped as soon as any
 * change is announced, and hot verbs ask about it once more inside their own statement. Every other answer is read from
 * the database there and then, so a new key works at once, and an unknown id, a wrong secret and another kind of holder
 * are one answer in shape and in time. Only who knows the secret learns that a key expired or was revoked.
 *
 * @throws Refusal `unauthenticated`, `credential_expired` or `credential_revoked`
 */
export async function authenticateCredential(bearer: string): Promise<AgentActor | ExecutorActor> {
  const key = parseCredentialKey(bearer);
  if (!key) throw unauthenticated();

  const held = credentials.held(key.credentialId);
  const row =
    held && fits(held, key) && !held.revokedAt && held.expiresAt > steeredNow() ? held : await readCredential(key);
  noteUse(row.id);
  return row.holderKind === 'agent'
    ? { kind: 'agent', agentId: row.holderId, credentialId: row.id }
    : { kind: 'executor', executorId: row.holderId, credentialId: row.id };
}

async function readCredential(key: CredentialKey): Promise<CredentialRow> {
  const row = await credentials.read(key.credentialId);
  if (!fits(row, key)) throw unauthenticated();
  if (row.revokedAt) throw new Refusal('credential_revoked', credentialDetails.credential_revoked);
  if (row.expired) throw new Refusal('credential_expired', credentialDetails.credential_expired);
  return row;
}

/** Compares a secret in any case, so that an id that does not exist takes as long as one that does. */
function fits(row: CredentialRow | undefined, key: CredentialKey): row is CredentialRow {
  const same = isSecret(key.secret, row?.secretHash ?? noSecretHash);
  return same && row?.holderKind === key.holderKind;
}

function unauthenticated(): Refusal {
  return new Refusal('unauthenticated', 'This needs the key of a registered agent or executor as Bearer.');
}
