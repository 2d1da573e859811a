import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { parseStrictJson } from '#protocol/strict-json.ts';
import type { Action, Json, RequestForm } from '#protocol/wire.ts';
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
import { anySpelling, changedOnce, someAction } from '../approvals/testing-actions.ts';
import { brokenTruths } from '../approvals/testing-record.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { forgetDirectory } from '../identity/recall.ts';
import { signedIn } from '../identity/testing.ts';

const database = testDatabase();

/** One reviewer of sre; grants of `many.*` can be spent three times; `free.*` needs nobody. */
const rules = [
  { id: 'free', effect: 'allow', actions: ['free.*'], when: 'true', sample: 0.05 },
  { id: 'many', effect: 'require', use: ['thrice'], actions: ['many.*'], when: 'true' },
];
const tests = [{ name: 'free', given: { action: { name: 'free.read' } }, expect: { effect: 'allow' } }];
const requirements = {
  peer: { slots: [{ group: 'sre' }] },
  thrice: { slots: [{ group: 'sre' }], grant: { uses: 3 } },
  'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
};
const usual = { rules, tests, requirements };

let reviewer: HumanActor;
beforeAll(async () => {
  await policyOf(usual);
  reviewer = await signedIn(['grp:sre']);
});

/** A Request of `by` that a person approved, as its agent reads it: with the grant. */
async function approved(by: Caller, action?: Action): Promise<RequestForm> {
  const { id } = await filed(by, action);
  await decideOn(reviewer, id, 'approve');
  return getRequest(by.agent, id);
}

const usesLeft = async ({ id }: RequestForm): Promise<number> =>
  (await pool().query('SELECT uses_left FROM "grant" WHERE request_id = $1', [id])).rows[0].uses_left;

/** What each attempt came to: the code it was refused with, or `redeemed`. */
const outcomes = async (attempts: readonly Promise<unknown>[]): Promise<string[]> =>
  (
    await Promise.all(
      attempts.map((one) =>
        one.then(
          () => 'redeemed',
          (error) => error.code ?? String(error),
        ),
      ),
    )
  ).sort();

describe('what is redeemed is what was approved', () => {
  test('C3: any change to the Action, however small, is refused at redemption and spends nothing', async () => {
    const by = await caller();
    await fc.assert(
      fc.asyncProperty(someAction(by.agent.agentId), fc.infiniteStream(fc.nat()), async (action, choices) => {
        const form = await approved(by, action);
        const other = changedOnce(action, choices);
        expect(await refusalOf(redeem(by, { ...form, action: other }))).toBe('different_action');
        expect(await usesLeft(form)).toBe(1);
        expect(await eventTypes(form.id)).toContain('grant.refused');
        expect((await redeem(by, form)).digest).toBe(form.digest);
      }),
      { numRuns: 12 },
    );
  });

  test('C5: the same Action in any other spelling is the Action that was approved', async () => {
    const by = await caller();
    await fc.assert(
      fc.asyncProperty(someAction(by.agent.agentId), fc.infiniteStream(fc.nat()), async (action, choices) => {
        const form = await approved(by, action);
        const respelt = parseStrictJson(anySpelling(action as unknown as Json, choices)) as unknown as Action;
        expect((await redeem(by, { ...form, action: respelt })).digest).toBe(form.digest);
      }),
      { numRuns: 12 },
    );
  });

  test('C3: a grant for one Request does not open another, even for the same executor', async () => {
    const by = await caller();
    const [one, two] = [await approved(by), await approved(by)];
    expect(await refusalOf(redeem(by, { grant: one.grant!, action: two.action }))).toBe('different_action');
    expect([await usesLeft(one), await usesLeft(two)]).toEqual([1, 1]);
  });
});

describe('a grant is good for its uses and no more', () => {
  test('C4: one grant redeemed on many connections at once runs once', async () => {
    const by = await caller();
    const form = await approved(by);
    // What everybody needs is read anew while they hold every connection there is.
    forgetDirectory();
    const all = await outcomes(Array.from({ length: 40 }, () => redeem(by, form)));
    expect(all).toEqual([...Array(39).fill('already_redeemed'), 'redeemed']);
    expect(await usesLeft(form)).toBe(0);
    expect(await brokenTruths()).toEqual([]);
  });

  test('C4: a grant with three uses is spent three times, however many ask at once', async () => {
    const by = await caller();
    const form = await approved(by, actionOf(by.agent, 'many.run'));
    const all = await outcomes(Array.from({ length: 30 }, () => redeem(by, form)));
    expect(all.filter((one) => one === 'redeemed')).toHaveLength(3);
    expect(all.filter((one) => one === 'already_redeemed')).toHaveLength(27);
    const { rows } = await pool().query('SELECT uses_left FROM redemption WHERE request_id = $1 ORDER BY 1', [form.id]);
    expect(rows.map((row) => row.uses_left)).toEqual([0, 1, 2]);
    expect(await brokenTruths()).toEqual([]);
  });

  test('F4: a run that failed has spent its use; another run takes a new Request', async () => {
    const by = await caller();
    const form = await approved(by);
    const { redemption } = await redeem(by, form);
    await report(by, form, redemption, { result: 'failed' });
    expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'failed', next: 'stop' });
    expect(await refusalOf(redeem(by, form))).toBe('already_redeemed');
  });

  test('F4: with uses left, a run that failed may be tried again under the same grant', async () => {
    const by = await caller();
    const form = await approved(by, actionOf(by.agent, 'many.run'));
    const { redemption } = await redeem(by, form);
    await report(by, form, redemption, { result: 'failed' });
    expect(await redeem(by, form)).toMatchObject({ uses_left: 1 });
    expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'redeemed', next: 'report' });
  });
});

describe('the same redemption asked for again', () => {
  test('F7: the same key and body give the first answer, marked as replayed, and spend nothing', async () => {
    const by = await caller();
    const form = await approved(by, actionOf(by.agent, 'many.run'));
    const key = newId('key');
    const first = await redeem(by, form, key);
    expect(first.replayed).toBeUndefined();
    expect(await redeem(by, form, key)).toEqual({ ...first, replayed: true });
    expect(await usesLeft(form)).toBe(2);
    expect((await eventTypes(form.id)).filter((type) => type === 'grant.redeemed')).toHaveLength(1);
  });

  test('F7: the same key on many connections at once is one use, and at most one answer that is not a replay', async () => {
    const by = await caller();
    const form = await approved(by, actionOf(by.agent, 'many.run'));
    const key = newId('key');
    const answers = await Promise.all(Array.from({ length: 25 }, () => redeem(by, form, key)));
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.redemption)).size).toBe(1);
    expect(await usesLeft(form)).toBe(2);
  });

  test('F7: a replay is answered even after the grant was revoked or has run out, so that it can be reported', async () => {
    const by = await caller();
    const form = await approved(by);
    const key = newId('key');
    const first = await redeem(by, form, key);
    await pool().query(`UPDATE "grant" SET revoked_at = now(), expires_at = now() WHERE request_id = $1`, [form.id]);
    expect(await redeem(by, form, key)).toEqual({ ...first, replayed: true });
    await pool().query('UPDATE "grant" SET revoked_at = NULL WHERE request_id = $1', [form.id]);
  });

  test('J3: the same key for another grant or another Action is refused, and nothing is spent', async () => {
    const by = await caller();
    const [one, two] = [await approved(by), await approved(by)];
    const key = newId('key');
    await redeem(by, one, key);
    expect(await refusalOf(redeem(by, two, key))).toBe('idempotency_conflict');
    expect(await refusalOf(redeem(by, { ...one, action: two.action }, key))).toBe('idempotency_conflict');
    expect(await usesLeft(two)).toBe(1);
  });

  test('J3: one key for two grants at the same moment spends one of them', async () => {
    const by = await caller();
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await approved(by), await approved(by)];
      const key = newId('key');
      expect(await outcomes([redeem(by, one, key), redeem(by, two, key)])).toEqual([
        'idempotency_conflict',
        'redeemed',
      ]);
      expect((await usesLeft(one)) + (await usesLeft(two))).toBe(1);
    }
    expect(await brokenTruths()).toEqual([]);
  });
});

describe('redeeming under another policy than it was approved under', () => {
  const under = async (pieces: Parameters<typeof policyOf>[0], work: () => Promise<void>) => {
    await policyOf({ ...usual, ...pieces });
    try {
      await work();
    } finally {
      await policyOf(usual);
    }
  };
  const twoForAll = {
    tests: [],
    rules: [{ id: 'two', effect: 'require', use: ['two-person'], actions: ['*'], when: 'true' }],
  };

  test('G4: stricter: the grant is void, and only what is missing is open', async () => {
    const by = await caller();
    const form = await approved(by);
    const security = await signedIn(['grp:security']);
    await under(twoForAll, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
      const reopened = await getRequest(by.agent, form.id);
      expect(reopened).toMatchObject({ state: 'pending', next: 'wait' });
      // What it was approved under is asked for still, beside what the active version adds.
      const open = reopened.requirement!.slots.filter((slot) => !slot.filled);
      expect(open.map((slot) => slot.id)).toEqual(['two-person.2']);
      expect(await refusalOf(redeem(by, form))).toBe('revoked');
      await decideOn(security, form.id, 'approve');
      expect((await redeem(by, await getRequest(by.agent, form.id))).uses_left).toBe(0);
    });
    expect(await eventTypes(form.id)).toEqual(
      expect.arrayContaining(['grant.refused', 'grant.revoked', 'request.reopened']),
    );
    expect(await brokenTruths()).toEqual([]);
  });

  test('G4: stricter in how sure it must be: the same person says it again, surer, and it counts', async () => {
    const by = await caller();
    const weak = await signedIn(['grp:sre'], '10 minutes');
    const { id } = await filed(by);
    await decideOn(weak, id, 'approve');
    const form = await getRequest(by.agent, id);
    const sure = { requirements: { ...requirements, peer: { slots: [{ group: 'sre' }], minAssurance: 'L3' } } };
    await under(sure, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
      const reopened = await getRequest(by.agent, id);
      expect(reopened.requirement!.slots.map((slot) => slot.filled)).toEqual([false]);
      expect(await refusalOf(decideOn(weak, id, 'approve'))).toBe('assurance_too_low');
      const surer: HumanActor = { ...weak, assurance: 'L3', authAt: new Date() };
      expect((await decideOn(surer, id, 'approve')).state).toBe('approved');
      expect((await redeem(by, await getRequest(by.agent, id))).uses_left).toBe(0);
    });
  });

  test('G4: now denied: revoked, for good', async () => {
    const by = await caller();
    const form = await approved(by);
    await under({ tests: [], rules: [{ id: 'never', effect: 'deny', actions: ['*'], when: 'true' }] }, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('revoked');
      expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'revoked', next: 'stop' });
    });
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
    expect(await brokenTruths()).toEqual([]);
  });

  test('G4: looser is never applied: a pending Request keeps what it was filed under', async () => {
    const by = await caller();
    const form = await filed(by);
    await under({ rules: [{ id: 'all', effect: 'allow', actions: ['*'], when: 'true', sample: 0.05 }] }, async () => {
      expect((await getRequest(by.agent, form.id)).state).toBe('pending');
      await decideOn(reviewer, form.id, 'approve');
      expect((await redeem(by, await getRequest(by.agent, form.id))).uses_left).toBe(0);
    });
  });

  test('G4: a grant of policy itself is asked about again as well', async () => {
    const by = await caller();
    const form = await filed(by, actionOf(by.agent, 'free.read'));
    expect(form).toMatchObject({ state: 'approved', decided_by: 'policy' });
    await under(twoForAll, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
      expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'pending', effect: 'require' });
    });
  });

  test('a channel list without web takes a decision made on the web, at redemption as when it was made', async () => {
    const by = await caller();
    const chat = { requirements: { ...requirements, peer: { slots: [{ group: 'sre' }], channels: ['slack'] } } };
    await under(chat, async () => {
      const form = await approved(by);
      expect((await redeem(by, form)).uses_left).toBe(0);
    });
  });

  test('G8: an override past its end stops what it had let through before', async () => {
    const by = await caller();
    const { rows } = await pool().query<{ end: string }>(
      `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC' + interval '3 seconds', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS end`,
    );
    const until = rows[0]!.end;
    const overridden = [
      { id: 'ask', effect: 'require', use: ['peer'], actions: ['nightly.*'], when: 'true' },
      {
        id: 'nightly',
        effect: 'allow',
        actions: ['nightly.*'],
        when: 'true',
        overrides: ['ask'],
        expires: until,
        sample: 0.05,
      },
    ];
    const given = { action: { name: 'nightly.run' } };
    await under(
      {
        rules: overridden,
        tests: [{ name: 'nightly', at: '2026-01-01T00:00:00Z', given, expect: { effect: 'allow' } }],
      },
      async () => {
        const [before, later] = [
          await filed(by, actionOf(by.agent, 'nightly.run')),
          await filed(by, actionOf(by.agent, 'nightly.run')),
        ];
        expect([before.state, later.state]).toEqual(['approved', 'approved']);
        expect((await redeem(by, before)).uses_left).toBe(0);
        // The database's own clock, not a guess of ours, says when it is over.
        await pool().query(`SELECT pg_sleep(greatest(0, extract(epoch FROM $1::timestamptz - clock_timestamp())))`, [
          until,
        ]);
        expect(await refusalOf(redeem(by, later))).toBe('policy_stricter');
        expect((await filed(by, actionOf(by.agent, 'nightly.run'))).state).toBe('pending');
      },
    );
  });

  test('G3: with no policy in force nothing is redeemed, and the grant is not spent', async () => {
    const by = await caller();
    const form = await approved(by);
    const { rows } = await database.ownerPool().query('DELETE FROM policy_active RETURNING *');
    try {
      expect(await refusalOf(redeem(by, form))).toBe('policy_unavailable');
    } finally {
      const [kept] = rows;
      const names = Object.keys(kept);
      await database
        .ownerPool()
        .query(
          `INSERT INTO policy_active (${names.map((name) => `"${name}"`).join()}) VALUES (${names.map((_, n) => `$${n + 1}`).join()})`,
          Object.values(kept),
        );
    }
    expect(await usesLeft(form)).toBe(1);
    expect((await redeem(by, form)).uses_left).toBe(0);
  });
});
