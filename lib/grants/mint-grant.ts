import { grantType } from '#protocol/grant.ts';
import type { Grade, GrantClaims } from '#protocol/grant-claims.ts';
import { newId } from '#protocol/id.ts';
import { canonicalize } from '#protocol/jcs.ts';
import type { Action, Assurance, GrantBasis, Json } from '#protocol/wire.ts';
import { digestOf } from '../log/digest.ts';
import type { EventActor, NewEvent } from '../log/event.ts';
import type { SigningKey } from '../log/signing-key.ts';
import type { GrantTerms } from '../policy/requirement.ts';

export interface GrantGround {
  issuer: string;
  requestId: string;
  revision: number;
  digest: string;
  action: Action;
  agentId: string;
  executor: { id: string; grade: Grade };
  policy: { name: string; version: number; digest: string };
  basis: GrantBasis;
  approvals: { slot: string; decision: string; assurance: Assurance }[];
  terms: GrantTerms;
  /** Leaf of the Event that authorises it: `request.approved` or `evaluation.made`. */
  groundLeaf: Uint8Array;
  /** Database time. */
  now: Date;
  /** When it opens; its time to live is counted from here, so that no wait eats it. */
  notBefore: Date;
  actor: EventActor;
}

/** A grant as it is stored; `token` is the compact JWS. */
export interface MintedGrant {
  id: string;
  token: string;
  keyId: string;
  issuedAt: Date;
  notBefore: Date;
  expiresAt: Date;
  event: NewEvent;
}

/**
 * A signed, single-use proof that exactly this digest was approved (wire.md section 6), and the Event that says so.
 *
 * Pure but for the id it draws: the caller writes grant and Event in the transaction that approves. The claims name the
 * leaf of their ground, so a grant and its reason cannot be parted.
 */
export function mintGrant(ground: GrantGround, key: SigningKey): MintedGrant {
  const id = newId('grt');
  const notBefore = wholeSecond(ground.notBefore);
  const expiresAt = new Date(notBefore.getTime() + ground.terms.ttlSeconds * 1000);
  const { subject, action, resource } = ground.action;
  const claims: GrantClaims = {
    iss: ground.issuer,
    aud: [ground.issuer, ground.executor.id],
    sub: `${subject.type}:${subject.id}`,
    act: { sub: ground.agentId },
    jti: id,
    txn: ground.requestId,
    ver: 1,
    iat: seconds(ground.now),
    nbf: seconds(notBefore),
    exp: seconds(expiresAt),
    digest: ground.digest,
    rev: ground.revision,
    authorization_details: [
      {
        type: 'agent_action',
        action: action.name,
        resource: { type: resource.type, id: resource.id },
        digest: ground.digest,
      },
    ],
    pol: ground.policy,
    apr: ground.approvals,
    basis: ground.basis,
    uses: ground.terms.uses,
    exec: ground.executor,
    leaf: Buffer.from(ground.groundLeaf).toString('base64url'),
  };
  const token = compactJws(claims, key);
  return {
    id,
    token,
    keyId: key.id,
    issuedAt: ground.now,
    notBefore,
    expiresAt,
    event: {
      type: 'grant.issued',
      at: ground.now,
      actor: ground.actor,
      subject: { digest: ground.digest },
      request: ground.requestId,
      revision: ground.revision,
      prev: [ground.groundLeaf],
      data: {
        grant_id: id,
        token_digest: digestOf(token),
        key_id: key.id,
        executor_id: ground.executor.id,
        grade: ground.executor.grade,
        basis: ground.basis,
        basis_leaf: claims.leaf!,
        not_before_at: notBefore.toISOString(),
        expires_at: expiresAt.toISOString(),
        uses: ground.terms.uses,
        log: ground.terms.log,
      },
    },
  };
}

/** RFC 7515 section 7.1. */
function compactJws(claims: GrantClaims, key: SigningKey): string {
  const header = { alg: key.algorithm === 'Ed25519' ? 'EdDSA' : 'ES256', kid: key.id, typ: grantType };
  const signed = `${encoded(header)}.${encoded(claims as unknown as Json)}`;
  return `${signed}.${key.signJws(Buffer.from(signed)).toString('base64url')}`;
}

function encoded(part: Json): string {
  return Buffer.from(canonicalize(part)).toString('base64url');
}

/** Claims are whole seconds; rounding down keeps the row and the token saying the same. */
function wholeSecond(time: Date): Date {
  return new Date(seconds(time) * 1000);
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
