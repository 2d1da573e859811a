import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import type { RequestForm } from '#protocol/wire.ts';
import { expireRequests } from '../approvals/expire-requests.ts';
import { getRequest } from '../approvals/get-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventTypes,
  filed,
  policyOf,
  redeem,
  refusalOf,
  report,
} from '../approvals/testing.ts';
import { brokenTruths } from '../approvals/testing-record.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { signedIn } from '../identity/testing.ts';
import { getGrant } from './get-grant.ts';
import { revokeGrant } from './revoke-grant.ts';

const database = testDatabase();

let reviewer: HumanActor;
beforeAll(async () => {
  await policyOf({
    rules: [{ id: 'twice', effect: 'require', use: ['twice'], actions: ['twice.*'], when: 'true' }],
    requirements: { peer: { slots: [{ group: 'sre' }] }, twice: { slots: [{ group: 'sre' }], grant: { uses: 2 } } },
    onError: { effect: 'deny' },
  });
  reviewer = await signedIn(['grp:sre']);
});

/** A Request whose grant its executor has redeemed, and may be running. */
async function running(by: Caller, name = 'deploy.run') {
  const { id } = await filed(by, actionOf(by.agent, name));
  await decideOn(reviewer, id, 'approve');
  const form = await getRequest(by.agent, id);
  const { redemption } = await redeem(by, form);
  return { form, redemption };
}

const stateOf = async (by: Caller, { id }: Pick<RequestForm, 'id'>) => (await getRequest(by.agent, id)).state;

const grantOf = async ({ id }: Pick<RequestForm, 'id'>): Promise<string> =>
  (await pool().query('SELECT id FROM "grant" WHERE request_id = $1 ORDER BY issued_at DESC', [id])).rows[0].id;

/** Let the time to report pass, for one Request: as the owner of the table, since nobody else could rewrite it. */
async function letReportingTimePass({ id }: Pick<RequestForm, 'id'>): Promise<void> {
  const owner = await database.ownerPool().connect();
  try {
    await owner.query('BEGIN');
    await owner.query('ALTER TABLE redemption DISABLE TRIGGER append_only');
    await owner.query('UPDATE redemption SET report_before = now() WHERE request_id = $1', [id]);
    await owner.query('ALTER TABLE redemption ENABLE ALWAYS TRIGGER append_only');
    await owner.query('COMMIT');
  } finally {
    owner.release();
  }
}

describe('what the executor says happened', () => {
  test('C17: another digest than was approved is a bypass: failed, whatever else was reported, and told in the log', async () => {
    const by = await caller();
    const { form, redemption } = await running(by);
    await report(by, form, redemption, { result: 'succeeded', ran_digest: (await filed(by)).digest });
    const after = await getRequest(by.agent, form.id);
    expect(after).toMatchObject({ state: 'failed', next: 'stop' });
    expect(after.why).toContain('not what was approved');
    expect(await eventTypes(form.id)).toEqual(expect.arrayContaining(['outcome.reported', 'bypass.found']));
  });

  test('F11: one Outcome per run: another one is refused and recorded, the same one again is answered as before', async () => {
    const by = await caller();
    const { form, redemption } = await running(by);
    const now = new Date().toISOString();
    const said = { started_at: now, ended_at: now, summary: 'done' };
    const first = await report(by, form, redemption, said);
    expect(await report(by, form, redemption, said)).toEqual(first);
    expect(await refusalOf(report(by, form, redemption, { ...said, result: 'failed' }))).toBe('outcome_exists');
    expect(await stateOf(by, form)).toBe('succeeded');
    expect((await eventTypes(form.id)).slice(-2)).toEqual(['outcome.reported', 'outcome.refused']);
  });

  test('F11: many different Outcomes at once: one counts, each of the others is an Event', async () => {
    const by = await caller();
    const { form, redemption } = await running(by);
    const results = ['succeeded', 'failed', 'stopped', 'unknown'] as const;
    const said = await Promise.allSettled(results.map((result) => report(by, form, redemption, { result })));
    expect(said.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((await eventTypes(form.id)).filter((type) => type === 'outcome.refused')).toHaveLength(3);
    expect(await brokenTruths()).toEqual([]);
  });

  test('F11: only the executor that redeemed may report; another one is refused, and that is an Event', async () => {
    const [by, other] = [await caller(), await caller()];
    const { form, redemption } = await running(by);
    expect(await refusalOf(report({ ...by, executor: other.executor }, form, redemption))).toBe('wrong_executor');
    expect(await stateOf(by, form)).toBe('redeemed');
    expect(await eventTypes(form.id)).toContain('outcome.refused');
  });

  test('F11: nothing is reported of a redemption that never was, or of another Request', async () => {
    const by = await caller();
    const [one, two] = [await running(by), await running(by)];
    expect(await refusalOf(report(by, one.form, newId('rdm')))).toBe('not_found');
    expect(await refusalOf(report(by, one.form, two.redemption))).toBe('not_found');
  });
});

describe('a run nobody reported', () => {
  test('F5: an executor that dies leaves outcome_unknown; nothing runs again by itself', async () => {
    const by = await caller();
    const { form } = await running(by);
    await expireRequests();
    expect(await stateOf(by, form)).toBe('redeemed');
    await letReportingTimePass(form);
    await Promise.all([expireRequests(), expireRequests(), expireRequests()]);
    expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'outcome_unknown', next: 'stop' });
    expect((await eventTypes(form.id)).filter((type) => type === 'outcome.unknown')).toHaveLength(1);
    expect(await refusalOf(redeem(by, form))).toBe('already_redeemed');
  });

  test('F11: a late first Outcome settles it', async () => {
    const by = await caller();
    const { form, redemption } = await running(by);
    await letReportingTimePass(form);
    await expireRequests();
    await report(by, form, redemption, { result: 'failed' });
    expect(await stateOf(by, form)).toBe('failed');
  });

  test('F5: of two runs under one grant, the one nobody reported is not hidden by the one that was', async () => {
    const by = await caller();
    const { form, redemption } = await running(by, 'twice.run');
    const second = await redeem(by, form);
    await report(by, form, redemption);
    expect(await stateOf(by, form)).toBe('redeemed');
    await letReportingTimePass(form);
    await expireRequests();
    expect(await stateOf(by, form)).toBe('outcome_unknown');
    await report(by, form, second.redemption);
    expect(await stateOf(by, form)).toBe('succeeded');
  });

  test('F7: an executor that cannot prove it did not start says unknown, and a person has to look', async () => {
    const by = await caller();
    const { form, redemption } = await running(by);
    await report(by, form, redemption, { result: 'unknown' });
    expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'outcome_unknown', next: 'stop' });
  });
});

describe('stopping what runs', () => {
  test('F2: revoked while it runs: the executor can see it, the Request waits for what it reports', async () => {
    const by = await caller();
    const { form, redemption } = await running(by);
    await revokeGrant(reviewer, { grantId: await grantOf(form), reason: 'Wrong table.' });
    expect(await getGrant(by.executor, await grantOf(form))).toMatchObject({ state: 'revoked' });
    expect(await stateOf(by, form)).toBe('redeemed');
    await report(by, form, redemption, { result: 'stopped', summary: 'stopped after 3 rows' });
    expect(await stateOf(by, form)).toBe('revoked');
  });

  test('F2: silence after a revocation is outcome_unknown, never a presumed stop', async () => {
    const by = await caller();
    const { form } = await running(by);
    await revokeGrant(reviewer, { grantId: await grantOf(form), reason: 'Wrong table.' });
    await letReportingTimePass(form);
    await expireRequests();
    expect(await stateOf(by, form)).toBe('outcome_unknown');
  });
});
