import { z } from 'zod';
import type { OutcomeBody, RedeemAnswer, RedeemBody } from '#protocol/wire.ts';
import type { GrantForm } from '../../grants/get-grant.ts';
import { action } from './action.ts';
import { affected, result } from './requests.ts';
import { callersTime, count, digest, id, text, time } from './words.ts';

export const redeemBody = z
  .strictObject({ grant: text(4096), action })
  .meta({ id: 'Redeem' }) satisfies z.ZodType<RedeemBody>;

export const redeemAnswer = z
  .strictObject({
    redemption: id('rdm'),
    request: id('req'),
    digest,
    uses_left: count,
    redeemed_at: time,
    run_before: time,
    report_before: time,
    replayed: z.boolean().exactOptional(),
  })
  .meta({ id: 'Redemption' }) satisfies z.ZodType<RedeemAnswer>;

export const outcomeBody = z
  .strictObject({
    redemption: id('rdm'),
    result,
    ran_digest: digest,
    started_at: callersTime,
    ended_at: callersTime,
    summary: text(2000).exactOptional(),
    result_digest: digest.exactOptional(),
    affected: affected.exactOptional(),
  })
  .meta({ id: 'Report' }) satisfies z.ZodType<OutcomeBody>;

export const revokeBody = z.strictObject({ reason: text(500) }).meta({ id: 'Revoke' });

export const grantForm = z
  .strictObject({
    id: id('grt'),
    request: id('req'),
    digest,
    basis: z.enum(['decisions', 'policy', 'standing', 'break_glass', 'solo']),
    executor: id('exe'),
    state: z.enum(['unspent', 'spent', 'revoked', 'expired']),
    not_before: time,
    expires_at: time,
    uses: count,
    uses_left: count,
    revoked_at: time.exactOptional(),
  })
  .meta({ id: 'Grant' }) satisfies z.ZodType<GrantForm>;
