import { newId } from '#protocol/id.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import { changeDirectory, type DirectoryChange, type Operator } from './change-directory.ts';
import { type HolderKind, makeCredentialKey } from './credential-key.ts';

export interface CredentialOrder {
  holderKind: HolderKind;
  holderId: string;
  /** 1 to 365. */
  expiresInDays?: number | undefined;
}

/** The only time the key is told. */
export interface IssuedCredential {
  id: string;
  key: string;
  prefix: string;
  expiresAt: Date;
}

const defaultDays = 90;
const mostDays = 365;
const mostLive = 2;
const scopes = { agent: ['requests'], executor: ['redeem'] } as const;

/**
 * Issue an API key to an agent or executor.
 *
 * The key is in the answer and nowhere else: what is stored is a hash of its secret. Two keys may be live at once, so
 * that one can be rotated out while the other is rolled in; the holder's row is locked while they are counted.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`, `invalid_field`
 */
export async function issueCredential(by: HumanActor | Operator, order: CredentialOrder): Promise<IssuedCredential> {
  const days = order.expiresInDays ?? defaultDays;
  return changeDirectory(by, { operation: 'issueCredential', roles: ['admin'] }, async (change) => {
    if (!Number.isInteger(days) || days < 1 || days > mostDays) {
      const detail = `A key lives for 1 to ${mostDays} days.`;
      throw new Refusal('invalid_field', detail, {
        errors: [{ pointer: '/expires_in_days', code: 'out_of_range', detail }],
      });
    }
    await lockHolder(change, order);

    const { tx, now, personId, record } = change;
    const id = newId('crd');
    const { key, prefix, secretHash } = makeCredentialKey(order.holderKind, id);
    const { rows } = await tx.query<{ expiresAt: Date }>(
      `INSERT INTO credential (id, holder_kind, holder_id, prefix, secret_hash, scopes, created_by_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8::timestamptz + make_interval(days => $9))
        RETURNING expires_at AS "expiresAt"`,
      [id, order.holderKind, order.holderId, prefix, secretHash, scopes[order.holderKind], personId, now, days],
    );
    const expiresAt = rows[0]!.expiresAt;
    await record({
      type: 'credential.issued',
      subject: { kind: 'credential', id },
      data: {
        credential_id: id,
        holder_id: order.holderId,
        kind: 'api_key',
        created_by_id: personId,
        thumbprint: secretHash.toString('base64url'),
        expires_at: expiresAt.toISOString(),
      },
    });
    return { id, key, prefix, expiresAt };
  });
}

async function lockHolder({ tx }: DirectoryChange, { holderKind, holderId }: CredentialOrder): Promise<void> {
  const table = holderKind === 'agent' ? 'agent' : 'executor';
  const holder = await tx.query(`SELECT FROM ${table} WHERE id = $1 AND retired_at IS NULL FOR UPDATE`, [holderId]);
  if (holder.rowCount === 0) throw new Refusal('not_found', `There is no such ${holderKind} in service.`);

  const { rows } = await tx.query<{ live: number }>(
    `SELECT count(*)::int AS live FROM credential
      WHERE holder_kind = $1 AND holder_id = $2 AND revoked_at IS NULL AND expires_at > clock_timestamp()`,
    [holderKind, holderId],
  );
  if (rows[0]!.live >= mostLive) {
    throw new Refusal('invalid_field', 'It already has two keys in use. Revoke one of them first.');
  }
}
