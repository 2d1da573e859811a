import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import type { RequestForm } from '#protocol/wire.ts';
import { getRequest } from '../approvals/get-request.ts';
import { listTimeline } from '../approvals/list-timeline.ts';
import { submitRequest } from '../approvals/submit-request.ts';
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
} from '../approvals/testing.ts';
import { brokenTruths } from '../approvals/testing-record.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventsAbout, signedIn } from '../identity/testing.ts';
import { getGrant } from './get-grant.ts';
import { pauseAgent } from './pause-agent.ts';
import { resumeAgent } from './resume-agent.ts';
import { revokeCredential } from './revoke-credential.ts';
import { revokeGrant } from './revoke-grant.ts';

const database = testDatabase();

/** How many of the product's connections wait for a lock that another one holds. */
const waiting = async (): Promise<number> =>
  (
    await database.superuserPool().query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'countersign' AND wait_event_type = 'Lock'`,
    )
  ).rows[0].n;

const requirements = {
  peer: { slots: [{ group: 'sre' }] },
  'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
};
const free = {
  requirements,
  rules: [{ id: 'free', effect: 'allow', actions: ['free.*'], when: 'true', sample: 0.05 }],
  tests: [{ name: 'free', given: { action: { name: 'free.read' } }, expect: { effect: 'allow' } }],
};

let reviewer: HumanActor;
beforeAll(async () => {
  await policyOf(free);
  reviewer = await signedIn(['grp:sre']);
});

async function approved(by: Caller): Promise<RequestForm> {
  const { id } = await filed(by);
  await decideOn(reviewer, id, 'approve');
  return getRequest(by.agent, id);
}

const grantsOf = async ({ id }: Pick<RequestForm, 'id'>): Promise<string[]> =>
  (await pool().query('SELECT id FROM "grant" WHERE request_id = $1 ORDER BY issued_at', [id])).rows.map(
    (row) => row.id,
  );

describe('a grant that was taken back', () => {
  test('F1: is not redeemable, and everybody sees by whom and why', async () => {
    const by = await caller();
    const form = await approved(by);
    const [grantId] = (await grantsOf(form)) as [string];
    await revokeGrant(reviewer, { grantId, reason: 'The window is over.' });
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
    expect(await getRequest(by.agent, form.id)).toMatchObject({ state: 'revoked', next: 'stop' });
    expect((await getRequest(by.agent, form.id)).grant).toBeUndefined();
    const told = (await listTimeline(reviewer, form.id)).find((entry) => entry.type === 'grant.revoked');
    expect(told).toMatchObject({ actor: { id: reviewer.personId }, text: 'The window is over.' });
  });

  test('F1: taken back twice is one Event and the same answer', async () => {
    const by = await caller();
    const form = await approved(by);
    const [grantId] = (await grantsOf(form)) as [string];
    const answers = await Promise.all([1, 2, 3, 4].map(() => revokeGrant(reviewer, { grantId, reason: 'No.' })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await eventsAbout('grant.revoked', 'grant_id', grantId)).toHaveLength(1);
  });

  test('F1: taking back an earlier grant of a Request leaves the one that is good', async () => {
    const by = await caller();
    const form = await approved(by);
    const security = await signedIn(['grp:security']);
    await policyOf({ default: { effect: 'require', use: ['two-person'] } });
    expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
    await policyOf(free);
    await decideOn(security, form.id, 'approve');
    const [earlier, good] = (await grantsOf(form)) as [string, string];
    await revokeGrant(reviewer, { grantId: earlier, reason: 'No.' });
    expect(await getGrant(by.executor, good)).toMatchObject({ state: 'unspent' });
    expect((await redeem(by, await getRequest(by.agent, form.id))).uses_left).toBe(0);
  });

  test('F1: revoke meets redeem: one order under the lock, and never a run of what was revoked before', async () => {
    for (let round = 0; round < 8; round++) {
      const by = await caller();
      const form = await approved(by);
      const [grantId] = (await grantsOf(form)) as [string];
      const revoking = () => revokeGrant(reviewer, { grantId, reason: 'No.' });
      const [first, second] = round % 2 ? [revoking, () => redeem(by, form)] : [() => redeem(by, form), revoking];
      await Promise.allSettled([first(), second()]);
      const types = await eventTypes(form.id);
      const redeemed = types.indexOf('grant.redeemed');
      const revoked = types.indexOf('grant.revoked');
      expect(revoked).toBeGreaterThan(-1);
      expect((await getRequest(by.agent, form.id)).state).toBe(redeemed < 0 ? 'revoked' : 'redeemed');
    }
    expect(await brokenTruths()).toEqual([]);
  });

  test('F1: its own agent may take it back, another one does not even learn that there is a grant', async () => {
    const [by, other] = [await caller(), await caller()];
    const form = await approved(by);
    const [grantId] = (await grantsOf(form)) as [string];
    expect(await refusalOf(revokeGrant(other.agent, { grantId, reason: 'x' }))).toBe('not_found');
    expect(await refusalOf(revokeGrant(by.executor, { grantId, reason: 'x' }))).toBe('not_found');
    expect(await refusalOf(revokeGrant(await signedIn(['grp:auditors']), { grantId, reason: 'x' }))).toBe(
      'role_required',
    );
    expect((await revokeGrant(by.agent, { grantId, reason: 'x' })).state).toBe('revoked');
  });

  test('A3: a deny after approval revokes; after redemption it is too late, and "approved" is never rewritten', async () => {
    const by = await caller();
    const [one, two] = [await approved(by), await approved(by)];
    expect((await decideOn(reviewer, one.id, 'deny')).state).toBe('revoked');
    expect(await refusalOf(redeem(by, one))).toBe('revoked');
    await redeem(by, two);
    expect(await refusalOf(decideOn(reviewer, two.id, 'deny'))).toBe('already_settled');
  });
});

describe('an agent that is stopped meanwhile', () => {
  test('F3: paused: what people approved is void, what it files is refused, and resuming brings nothing back', async () => {
    const by = await caller();
    const form = await approved(by);
    const waiting = await filed(by);
    await pauseAgent(reviewer, { agentId: by.agent.agentId, reason: 'Looks wrong.' });
    expect(await refusalOf(filed(by))).toBe('agent_paused');
    expect(await refusalOf(filed(by, form.action, { attach: true }))).toBe('agent_paused');
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
    await decideOn(reviewer, waiting.id, 'approve');
    const given = (await pool().query('SELECT token FROM "grant" WHERE request_id = $1', [waiting.id])).rows[0].token;
    expect(await refusalOf(redeem(by, { grant: given, action: waiting.action }))).toBe('agent_paused');
    await resumeAgent(by.admin, { agentId: by.agent.agentId });
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
    expect(await brokenTruths()).toEqual([]);
  });

  test('F3: paused or its key revoked while it files: no grant survives that a person thought void', async () => {
    for (let round = 0; round < 6; round++) {
      const by = await caller();
      const asked = Array.from({ length: 12 }, () => filed(by, actionOf(by.agent, 'free.read')));
      const stop =
        round % 2
          ? pauseAgent(by.admin, { agentId: by.agent.agentId })
          : revokeCredential(by.admin, { credentialId: by.agent.credentialId });
      await Promise.allSettled([...asked, stop]);
      const { rows } = await pool().query(
        'SELECT id FROM "grant" WHERE agent_id = $1 AND revoked_at IS NULL AND uses_left > 0',
        [by.agent.agentId],
      );
      expect(rows).toEqual([]);
    }
  });

  test.each(['paused', 'its key revoked'])(
    'F3: %s in the middle of a submission: no grant is left of it',
    async (how) => {
      const by = await caller();
      const key = newId('key');
      const holding = await pool().connect();
      await holding.query('BEGIN');
      await holding.query(
        `INSERT INTO idempotency (caller, endpoint, key, body_digest, subject_id, at) VALUES ($1, 'requests', $2, '', '', now())`,
        [by.agent.agentId, key],
      );
      // The submission has seen its agent in service, and now waits to learn whether its key is new.
      const asking = refusalOf(filed(by, actionOf(by.agent, 'free.read'), { idempotencyKey: key }));
      await expect.poll(waiting).toBe(1);
      const stopping =
        how === 'paused'
          ? pauseAgent(by.admin, { agentId: by.agent.agentId })
          : revokeCredential(by.admin, { credentialId: by.agent.credentialId });
      await Promise.race([stopping, expect.poll(waiting).toBe(2)]);
      await holding.query('ROLLBACK');
      holding.release();
      await Promise.all([asking, stopping]);
      const { rows } = await pool().query(
        'SELECT id FROM "grant" WHERE agent_id = $1 AND revoked_at IS NULL AND uses_left > 0',
        [by.agent.agentId],
      );
      expect(rows).toEqual([]);
    },
  );

  test('F3: its key revoked as stolen: nothing more is filed with it, and its grants answer revoked', async () => {
    const by = await caller();
    const form = await approved(by);
    const open = await filed(by);
    await revokeCredential(by.admin, { credentialId: by.agent.credentialId });
    expect(await refusalOf(filed(by))).toBe('credential_revoked');
    const attaching = submitRequest(by.agent, { action: open.action, attach: true, idempotencyKey: 'after' });
    expect(await refusalOf(attaching)).toBe('credential_revoked');
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
  });
});
