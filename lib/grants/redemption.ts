import type { RequestState } from '#protocol/wire.ts';
import type { RedemptionRefusal } from './redemption-refusal.ts';

/** The grant as its row says, read under the Request's lock. */
export interface GrantRow {
  id: string;
  requestId: string;
  revision: number;
  digest: string;
  executorId: string;
  basis: 'decisions' | 'policy';
  issuedAt: Date;
  notBefore: Date;
  expiresAt: Date;
  uses: number;
  usesLeft: number;
  revokedAt: Date | null;
  leaf: Buffer;
}

/** What redemption is decided on. `claimed` comes from the token, whose signature was checked; the rest is ours. */
export interface RedemptionFacts {
  grant: GrantRow;
  requestState: RequestState;
  requestRevision: number;
  claimedDigest: string;
  presentedDigest: string;
  executorId: string;
  agentPaused: boolean;
  /** The executor is out of service, or no longer one of this agent's. */
  executorRetired: boolean;
  /** Every calendar of the Requirement's `within` is open. */
  calendarsOpen: boolean;
  /** Database time, read after the lock. */
  now: Date;
}

type Check = (facts: RedemptionFacts) => boolean;

/** Steps 1, 3 and 4 of wire.md section 6, in its order; the first that holds is the answer. */
const refusals: readonly (readonly [RedemptionRefusal, Check])[] = [
  ['wrong_executor', ({ grant, executorId }) => grant.executorId !== executorId],
  ['wrong_executor', ({ executorRetired }) => executorRetired],
  [
    'different_action',
    ({ grant, presentedDigest, claimedDigest }) => presentedDigest !== grant.digest || claimedDigest !== grant.digest,
  ],
  ['revoked', ({ grant }) => grant.revokedAt !== null],
  [
    'revoked',
    ({ requestState }) => requestState === 'revoked' || requestState === 'cancelled' || requestState === 'denied',
  ],
  ['already_redeemed', ({ grant }) => grant.usesLeft < 1],
  ['revoked', ({ grant, requestRevision }) => grant.revision !== requestRevision],
  ['not_yet_valid', ({ grant, now }) => now < grant.notBefore],
  ['expired', ({ grant, now }) => now >= grant.expiresAt],
  ['not_yet_valid', ({ calendarsOpen }) => !calendarsOpen],
  ['agent_paused', ({ agentPaused }) => agentPaused],
];

/** What stops a grant from being spent, as far as the grant itself goes; null when nothing does. Pure. */
export function redemptionRefusal(facts: RedemptionFacts): RedemptionRefusal | null {
  return refusals.find(([, holds]) => holds(facts))?.[0] ?? null;
}
