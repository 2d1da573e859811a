import type { GrantBasis } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';

/** A grant's standing, without the grant itself. */
export interface GrantForm {
  id: string;
  request: string;
  digest: string;
  basis: GrantBasis;
  executor: string;
  state: 'unspent' | 'spent' | 'revoked' | 'expired';
  not_before: string;
  expires_at: string;
  uses: number;
  uses_left: number;
  revoked_at?: string;
}

interface GrantRecord {
  id: string;
  requestId: string;
  agentId: string;
  executorId: string;
  digest: string;
  basis: GrantBasis;
  notBefore: Date;
  expiresAt: Date;
  uses: number;
  usesLeft: number;
  revokedAt: Date | null;
  past: boolean;
}

/**
 * How a grant stands: its agent, its executor and people may ask.
 *
 * @throws Refusal `not_found`, also when it is none of the caller's business
 */
export async function getGrant(actor: Actor, grantId: string): Promise<GrantForm> {
  const grant = await readGrantRecord(pool(), grantId);
  if (!grant || !concerns(actor, grant)) throw new Refusal('not_found', 'There is no such grant.');
  return grantForm(grant);
}

export async function readGrantRecord(from: Tx, grantId: string): Promise<GrantRecord | null> {
  const { rows } = await from.query<GrantRecord>({
    name: 'grant-record',
    text: `SELECT id, request_id AS "requestId", agent_id AS "agentId", executor_id AS "executorId", digest, basis,
        not_before AS "notBefore", expires_at AS "expiresAt", uses, uses_left AS "usesLeft", revoked_at AS "revokedAt",
        expires_at <= clock_timestamp() AS past
      FROM "grant" WHERE id = $1`,
    values: [grantId],
  });
  return rows[0] ?? null;
}

export function grantForm(grant: GrantRecord): GrantForm {
  return {
    id: grant.id,
    request: grant.requestId,
    digest: grant.digest,
    basis: grant.basis,
    executor: grant.executorId,
    state: stateOf(grant),
    not_before: grant.notBefore.toISOString(),
    expires_at: grant.expiresAt.toISOString(),
    uses: grant.uses,
    uses_left: grant.usesLeft,
    ...(grant.revokedAt && { revoked_at: grant.revokedAt.toISOString() }),
  };
}

function stateOf(grant: GrantRecord): GrantForm['state'] {
  if (grant.revokedAt) return 'revoked';
  if (grant.usesLeft === 0) return 'spent';
  return grant.past ? 'expired' : 'unspent';
}

function concerns(actor: Actor, grant: GrantRecord): boolean {
  switch (actor.kind) {
    case 'agent':
      return actor.agentId === grant.agentId;
    case 'executor':
      return actor.executorId === grant.executorId;
    case 'human':
      return actor.roles.length > 0;
  }
}
