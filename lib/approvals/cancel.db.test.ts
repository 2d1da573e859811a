import { beforeAll, describe, expect, test } from 'vitest';
import type { RequestForm } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { signedIn } from '../identity/testing.ts';
import { cancelRequest } from './cancel-request.ts';
import { getRequest } from './get-request.ts';
import { type Caller, caller, decideOn, eventTypes, filed, policyOf, redeem, refusalOf, report } from './testing.ts';
import { brokenTruths } from './testing-record.ts';

testDatabase();

let reviewer: HumanActor;
beforeAll(async () => {
  await policyOf();
  reviewer = await signedIn(['grp:sre']);
});

const cancel = (by: Caller, { id }: Pick<RequestForm, 'id'>) =>
  cancelRequest(by.agent, { requestId: id, reason: 'Not needed any more.' });

async function approved(by: Caller): Promise<RequestForm> {
  const { id } = await filed(by);
  await decideOn(reviewer, id, 'approve');
  return getRequest(by.agent, id);
}

const settled = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error) => error.code ?? String(error),
  );

describe('F10: a Request that is given up', () => {
  test('F10: cancel meets approve: one order under the lock, and nothing cancelled can be redeemed', async () => {
    for (let round = 0; round < 10; round++) {
      const by = await caller();
      const form = await filed(by);
      const [decided, cancelled] = await Promise.all([
        settled(decideOn(reviewer, form.id, 'approve')),
        settled(cancel(by, form)),
      ]);
      expect(cancelled).toBe('done');
      expect(['done', 'already_settled']).toContain(decided);
      expect((await getRequest(by.agent, form.id)).state).toBe('cancelled');
      const types = await eventTypes(form.id);
      expect(types.filter((type) => type === 'request.cancelled')).toHaveLength(1);
      expect(types.includes('grant.issued')).toBe(decided === 'done');
      expect(types.includes('grant.revoked')).toBe(decided === 'done');
    }
    expect(await brokenTruths()).toEqual([]);
  });

  test('F10: cancel meets redeem: either it ran and cannot be cancelled, or it was cancelled and does not run', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const by = await caller();
      const form = await approved(by);
      const first = round % 2 ? () => settled(cancel(by, form)) : () => settled(redeem(by, form));
      const second = round % 2 ? () => settled(redeem(by, form)) : () => settled(cancel(by, form));
      const both = await Promise.all([first(), second()]);
      const [cancelled, redeemed] = round % 2 ? both : [both[1], both[0]];
      const { state } = await getRequest(by.agent, form.id);
      seen.add(`${cancelled} ${redeemed} ${state}`);
    }
    for (const one of seen) expect(['done revoked cancelled', 'already_redeemed done redeemed']).toContain(one);
    expect(await brokenTruths()).toEqual([]);
  });

  test('F10: cancelled after approval voids the grant', async () => {
    const by = await caller();
    const form = await approved(by);
    expect(await cancel(by, form)).toMatchObject({ state: 'cancelled', next: 'stop' });
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
    const { rows } = await pool().query('SELECT revoke_cause FROM "grant" WHERE request_id = $1', [form.id]);
    expect(rows).toEqual([{ revoke_cause: 'cancelled' }]);
  });

  test('F10: after redemption, running or done, it is refused', async () => {
    const by = await caller();
    const form = await approved(by);
    const { redemption } = await redeem(by, form);
    expect(await refusalOf(cancel(by, form))).toBe('already_redeemed');
    await report(by, form, redemption);
    expect(await refusalOf(cancel(by, form))).toBe('already_redeemed');
  });

  test('twice answers the same and is one Event; what people denied stays denied', async () => {
    const by = await caller();
    const [form, denied] = [await filed(by), await filed(by)];
    const once = await cancel(by, form);
    expect(await cancel(by, form)).toEqual(once);
    expect((await eventTypes(form.id)).filter((type) => type === 'request.cancelled')).toHaveLength(1);
    await decideOn(reviewer, denied.id, 'deny');
    expect(await refusalOf(cancel(by, denied))).toBe('already_settled');
  });

  test('J6: another agent cannot, and does not learn that there is such a Request', async () => {
    const [by, other] = [await caller(), await caller()];
    const form = await filed(by);
    expect(await refusalOf(cancel(other, form))).toBe('not_found');
    expect(await refusalOf(cancelRequest(reviewer, { requestId: form.id, reason: 'x' }))).toBe('not_found');
    expect((await cancelRequest(by.admin, { requestId: form.id, reason: 'x' })).state).toBe('cancelled');
  });
});
