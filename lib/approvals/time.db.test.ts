import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { answerQuestion } from './answer-question.ts';
import { cancelRequest } from './cancel-request.ts';
import { expireRequests } from './expire-requests.ts';
import { getRequest } from './get-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  deadlinePassed,
  decideOn,
  eventsOf,
  filed,
  liveGrants,
  policyOf,
  ready,
  redeem,
  refusalOf,
  refused,
  report,
  stateOf,
} from './testing.ts';
import { withdrawDecision } from './withdraw-decision.ts';

const database = testDatabase();

let by: Caller;
let sre: Awaited<ReturnType<typeof signedIn>>[];
let security: Awaited<ReturnType<typeof signedIn>>;

const hours = (from: number) => new Date(Date.now() + from * 3_600_000).toISOString();
const requirements = {
  peer: { slots: [{ group: 'sre' }], deadline: '1h' },
  'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
  eight: { slots: [{ group: 'sre', count: 8 }] },
  cooled: { slots: [{ group: 'sre' }], notBefore: '2h', deadline: '1d', grant: { ttl: '5m' } },
  later: { slots: [{ group: 'sre' }], within: ['tomorrow'], grant: { ttl: '5m' } },
  stops: { slots: [{ group: 'sre' }], grant: { ttl: '5m', onExpiry: 'stop' } },
};
const use = (id: string) => ({ id, effect: 'require', use: [id], actions: [`${id}.*`], when: 'true' });
const document = (freeze: { start: string; end: string }) => ({
  requirements,
  calendars: { freeze, tomorrow: { start: hours(24), end: hours(48) } },
  rules: [
    ...['eight', 'cooled', 'later', 'stops'].map(use),
    { id: 'two', effect: 'require', use: ['two-person'], actions: ['two.*'], when: 'true' },
    { id: 'frozen', effect: 'require', use: ['two-person'], actions: ['deploy.*'], when: 'calendar.freeze' },
  ],
});
const ahead = document({ start: hours(24), end: hours(48) });
const begun = document({ start: hours(-1), end: hours(48) });

beforeAll(async () => {
  await policyOf(ahead);
  sre = await Promise.all(Array.from({ length: 8 }, () => signedIn(['grp:sre'])));
  security = await signedIn(['grp:security']);
});

beforeEach(async () => {
  by = await caller();
});

const asked = (name: string) => filed(by, actionOf(by.agent, `${name}.run`));
const grantRow = async (id: string) => {
  const { rows } = await pool().query('SELECT * FROM "grant" WHERE request_id = $1 ORDER BY issued_at DESC', [id]);
  return rows[0];
};
const moveGrant = (id: string, by: string) =>
  pool().query(
    `UPDATE "grant" SET not_before = not_before + $2::interval, expires_at = expires_at + $2::interval WHERE request_id = $1`,
    [id, by],
  );

describe('the deadline', () => {
  test('E1: passed with one of two: expired, the agent is told to stop, nothing can be decided', async () => {
    const { id } = await asked('two');
    await decideOn(sre[0]!, id, 'approve');
    await deadlinePassed(id);
    expect(await getRequest(by.agent, id)).toMatchObject({ state: 'expired', next: 'stop' });
    await expireRequests();
    expect(await stateOf(id)).toBe('expired');
    expect((await eventsOf(id, 'request.expired'))[0]!.data).toMatchObject({ filled: 1, needed: 2 });
    expect(await refusalOf(decideOn(security, id, 'approve'))).toBe('expired');
  });

  test('E3: decided around the millisecond of the deadline: what the database’s clock says is the one truth for all', async () => {
    for (let round = 0; round < 6; round++) {
      const { id } = await asked('eight');
      const presses = await Promise.all(sre.map((reviewer) => ready(reviewer, id, 'approve')));
      const { rows } = await pool().query<{ deadline: Date }>(
        `UPDATE request SET expires_at = date_trunc('milliseconds', clock_timestamp()) + $2 * interval '1 millisecond'
          WHERE id = $1 RETURNING expires_at AS deadline`,
        [id, 5 + round * 6],
      );
      const deadline = rows[0]!.deadline.getTime();
      const answers = await Promise.allSettled(presses.map((press) => press()));

      const kept = await pool().query<{ at: Date }>('SELECT at FROM decision WHERE request_id = $1', [id]);
      expect(kept.rows.every((row) => row.at.getTime() < deadline)).toBe(true);
      const accepted = answers.filter((answer) => answer.status === 'fulfilled');
      expect(kept.rowCount).toBe(accepted.length);
      const late = await pool().query<{ at: Date }>(
        `SELECT at FROM event WHERE request_id = $1 AND type = 'decision.refused'`,
        [id],
      );
      expect(late.rows.every((row) => row.at.getTime() >= deadline)).toBe(true);
      expect(late.rowCount).toBe(8 - accepted.length);
      for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason.code).toBe('expired');
      expect(await liveGrants(id)).toBe(accepted.length === 8 ? 1 : 0);
    }
  });

  test('E3: a decision that waited for its turn past the deadline is too late: the clock is read after the lock', async () => {
    const { id } = await asked('peer');
    const press = await ready(sre[0]!, id, 'approve');
    const before = await database.ownerPool().connect();
    await before.query('BEGIN');
    await before.query('SELECT FROM request WHERE id = $1 FOR UPDATE', [id]);
    const answer = refusalOf(press());
    await somebodyWaits();
    await before.query('UPDATE request SET expires_at = clock_timestamp() WHERE id = $1', [id]);
    await before.query('COMMIT');
    before.release();
    expect(await answer).toBe('expired');
    expect(await liveGrants(id)).toBe(0);
  });

  async function somebodyWaits(): Promise<void> {
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await database.superuserPool().query(waiting)).rowCount === 0);
  }

  test('E4: with the job dead, a Request past its deadline answers expired to everybody', async () => {
    const { id } = await asked('two');
    const { decision } = await decideOn(sre[0]!, id, 'approve');
    await decideOn(sre[1]!, id, 'ask');
    const { questions } = await getRequest(by.agent, id);
    const press = await ready(security, id, 'approve');
    await deadlinePassed(id);

    expect(await refusalOf(press())).toBe('expired');
    expect(await refusalOf(withdrawDecision(sre[0]!, { requestId: id, decisionId: decision.id }))).toBe('expired');
    expect(await refusalOf(cancelRequest(by.agent, { requestId: id, reason: 'x' }))).toBe('expired');
    const answer = { requestId: id, questionId: questions[0]!.id, answer: 'x' };
    expect(await refusalOf(answerQuestion(by.agent, answer))).toBe('expired');
    expect((await getRequest(sre[0]!, id)).state).toBe('expired');
    expect(await stateOf(id)).toBe('pending');
  });

  test('E4: with the job dead, a grant past its end is not redeemable', async () => {
    const { id } = await asked('peer');
    await decideOn(sre[0]!, id, 'approve');
    const form = await getRequest(by.agent, id);
    await moveGrant(id, '-1 hour');
    expect((await getRequest(by.agent, id)).grant).toBeUndefined();
    expect(await refusalOf(redeem(by, form))).toBe('expired');
    expect((await eventsOf(id, 'grant.refused')).map((event) => event.data.reason)).toEqual(['expired']);
  });

  test('E4: the job on several replicas at once, twice over, writes each end once', async () => {
    const pending = await asked('peer');
    await deadlinePassed(pending.id);
    const approved = await asked('peer');
    await decideOn(sre[0]!, approved.id, 'approve');
    await moveGrant(approved.id, '-1 hour');
    await Promise.all(Array.from({ length: 6 }, () => expireRequests()));
    await expireRequests();
    expect([await stateOf(pending.id), await stateOf(approved.id)]).toEqual(['expired', 'expired']);
    expect(await eventsOf(pending.id, 'request.expired')).toHaveLength(1);
    expect(await eventsOf(approved.id, 'grant.expired')).toHaveLength(1);
  });

  test('E4: the job meets a decision: one of them comes first, and both say the same', async () => {
    for (let round = 0; round < 6; round++) {
      const { id } = await asked('peer');
      const press = await ready(sre[0]!, id, 'approve');
      await pool().query(
        `UPDATE request SET expires_at = clock_timestamp() + interval '4 milliseconds' WHERE id = $1`,
        [id],
      );
      const [decided] = await Promise.allSettled([press(), expireRequests(), expireRequests()]);
      await expireRequests();
      expect(await stateOf(id)).toBe(decided.status === 'fulfilled' ? 'approved' : 'expired');
      expect(await liveGrants(id)).toBe(decided.status === 'fulfilled' ? 1 : 0);
    }
  });

  test('E9: a wish for more time than policy gives is clipped, and the answer says until when', async () => {
    const before = Date.now();
    const form = await filed(by, undefined, { expires_in_seconds: 604_800 });
    expect(Date.parse(form.expires_at!) - before).toBeLessThan(3_700_000);
    const short = await filed(by, undefined, { expires_in_seconds: 30 });
    expect(Date.parse(short.expires_at!) - before).toBeLessThan(100_000);
  });
});

describe('not yet', () => {
  test('E7: with a cooling-off it is approved, redeemable from its time on, and no wait eats the grant', async () => {
    const { id } = await asked('cooled');
    const presses = await ready(sre[0]!, id, 'approve');
    expect((await presses()).state).toBe('approved');
    const form = await getRequest(by.agent, id);
    const refusal = await refused(redeem(by, form));
    const row = await grantRow(id);
    expect(refusal).toMatchObject({ code: 'not_yet_valid', members: { not_before: row.not_before.toISOString() } });
    expect(row.not_before.getTime() - row.issued_at.getTime()).toBeGreaterThan(7_100_000);
    expect(row.expires_at.getTime() - row.not_before.getTime()).toBe(300_000);
    expect(await stateOf(id)).toBe('approved');

    await moveGrant(id, '-2 hours');
    expect((await redeem(by, form)).uses_left).toBe(0);
  });

  test('E7: outside the Requirement’s calendar it is approved, the grant opens with the calendar, and redeeming before is refused', async () => {
    const { id } = await asked('later');
    await decideOn(sre[0]!, id, 'approve');
    const form = await getRequest(by.agent, id);
    expect(await refusalOf(redeem(by, form))).toBe('not_yet_valid');
    const row = await grantRow(id);
    expect(row.not_before.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(row.expires_at.getTime() - row.not_before.getTime()).toBe(300_000);
    // The calendar is asked again at redemption, whatever the grant's own times say.
    await moveGrant(id, '-24 hours');
    expect(await refusalOf(redeem(by, form))).toBe('not_yet_valid');
    expect((await eventsOf(id, 'grant.refused')).map((event) => event.data.reason)).toEqual(
      Array(2).fill('not_yet_valid'),
    );
  });

  test('E6: a freeze begins while pending and while approved: decisions are taken, redemption asks for what it adds and no more', async () => {
    const [pending, approved] = [await asked('deploy'), await asked('deploy')];
    await decideOn(sre[0]!, approved.id, 'approve');
    const form = await getRequest(by.agent, approved.id);
    await policyOf(begun);
    try {
      expect((await decideOn(sre[1]!, pending.id, 'approve')).state).toBe('approved');
      for (const id of [approved.id, pending.id]) {
        expect(await refusalOf(redeem(by, await getRequest(by.agent, id)))).toBe('policy_stricter');
        const open = (await getRequest(by.agent, id)).requirement!.slots.filter((slot) => !slot.filled);
        expect(open.map((slot) => slot.group)).toEqual(['security']);
        expect((await eventsOf(id, 'request.reopened'))[0]!.data.cause).toBe('policy_stricter');
      }
      expect(await refusalOf(redeem(by, form))).toBe('revoked');
      expect((await decideOn(security, approved.id, 'approve')).state).toBe('approved');
      expect((await redeem(by, await getRequest(by.agent, approved.id))).uses_left).toBe(0);
    } finally {
      await policyOf(ahead);
    }
  });
});

describe('E8: the grant ends while its Action runs', () => {
  test.each(['stops', 'deploy'])(
    'E8: %s: the end is an Event, once, and the run can still be reported',
    async (name) => {
      const { id } = await asked(name);
      await decideOn(sre[0]!, id, 'approve');
      const form = await getRequest(by.agent, id);
      const { redemption } = await redeem(by, form);
      await moveGrant(id, '-1 hour');
      await pastRunBefore(redemption);
      await Promise.all([expireRequests(), expireRequests()]);
      await expireRequests();
      expect((await eventsOf(id, 'grant.expired')).map((event) => event.data.uses_left)).toEqual([0]);
      expect(await stateOf(id)).toBe('redeemed');
      await report(by, form, redemption, { result: name === 'stops' ? 'stopped' : 'succeeded' });
      expect(await stateOf(id)).toBe(name === 'stops' ? 'revoked' : 'succeeded');
    },
  );

  /** Redemptions cannot be changed either; see `filedEarlier`. */
  async function pastRunBefore(redemption: string): Promise<void> {
    const owner = database.ownerPool();
    await owner.query('ALTER TABLE redemption DISABLE TRIGGER append_only');
    await owner.query(`UPDATE redemption SET run_before = now() - interval '1 second' WHERE id = $1`, [redemption]);
    await owner.query('ALTER TABLE redemption ENABLE ALWAYS TRIGGER append_only');
  }
});
