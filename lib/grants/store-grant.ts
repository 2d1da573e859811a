import type { GrantBasis } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import type { SealedEvent } from '../log/event.ts';
import type { GrantTerms } from '../policy/requirement.ts';
import type { MintedGrant } from './mint-grant.ts';

export interface GrantOwner {
  requestId: string;
  revision: number;
  digest: string;
  agentId: string;
  executorId: string;
  basis: GrantBasis;
  terms: GrantTerms;
}

/** Columns of a new grant row, in the order `storeGrant` and intake write them. */
export function grantValues(grant: MintedGrant, sealed: SealedEvent, owner: GrantOwner): unknown[] {
  return [
    grant.id,
    owner.requestId,
    owner.revision,
    owner.digest,
    owner.agentId,
    owner.executorId,
    owner.basis,
    grant.token,
    grant.keyId,
    grant.issuedAt,
    grant.notBefore,
    grant.expiresAt,
    owner.terms.uses,
    owner.terms.onExpiry,
    sealed.leafHash,
  ];
}

export const grantColumns =
  'id, request_id, revision, digest, agent_id, executor_id, basis, token, key_id, issued_at, not_before, expires_at, uses, uses_left, on_expiry, leaf';

/** The parameters of `grantValues` from `$first` on, in the order of `grantColumns`: `uses` stands for both counts. */
export function grantPlaceholders(first: number): string {
  return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12, 13, 14].map((offset) => `$${first + offset}`).join(', ');
}

/** Write the grant. A unique index refuses a second live one for the same Request. */
export async function storeGrant(tx: Tx, grant: MintedGrant, sealed: SealedEvent, owner: GrantOwner): Promise<void> {
  await tx.query({
    name: 'store-grant',
    text: `INSERT INTO "grant" (${grantColumns}) VALUES (${grantPlaceholders(1)})`,
    values: grantValues(grant, sealed, owner),
  });
}
