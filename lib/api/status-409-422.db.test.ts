import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { actionOf, browserOf, call, decide, problem, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(smallWorld);

describe('the same call twice', () => {
  test('J1: same key, same body: the same Request, marked as replayed, and nothing happens a second time', async () => {
    const { agent } = await addAgent();
    const key = { 'idempotency-key': newId('key') };
    const body = { action: actionOf(agent.id), reason: 'once' };
    const first = await submit(agent, body, key);
    const again = await submit(agent, body, { 'idempotency-key': `"${key['idempotency-key']}"` });
    expect(again.body.id).toBe(first.body.id);
    expect([first, again].map((one) => one.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect((await pool().query('SELECT FROM request WHERE agent_id = $1', [agent.id])).rowCount).toBe(1);
  });

  test('J1: another order of members and other white space are the same body', async () => {
    const { agent } = await addAgent();
    const { subject, action, resource, context } = actionOf(agent.id);
    const keyed = { 'idempotency-key': 'k' };
    const one = await submit(agent, { action: { subject, action, resource, context } }, keyed);
    const two = await call('POST', '/requests', {
      key: agent.key,
      headers: keyed,
      body: JSON.stringify({ action: { resource, context, action, subject } }, null, 3),
    });
    expect(two.body.id).toBe(one.body.id);
  });

  test('J2: the same key on many connections at once makes one Request', async () => {
    const { agent } = await addAgent();
    const body = { action: actionOf(agent.id) };
    const all = await Promise.all(Array.from({ length: 20 }, () => submit(agent, body, { 'idempotency-key': 'k' })));
    const answered = all.filter((one) => one.status === 202);
    expect(new Set(answered.map((one) => one.body.id)).size).toBe(1);
    for (const one of all) if (one.status !== 202) expect(problem(one).code).toBe('idempotency_in_progress');
    expect((await pool().query('SELECT FROM request WHERE agent_id = $1', [agent.id])).rowCount).toBe(1);
  });

  test('J3: same key, other body', async () => {
    const { agent } = await addAgent();
    await submit(agent, {}, { 'idempotency-key': 'k' });
    const called = await submit(agent, {}, { 'idempotency-key': 'k' });
    expect([called.status, problem(called).code]).toEqual([422, 'idempotency_conflict']);
  });

  test('J9: the same Action under two keys is two Requests; with attach, one', async () => {
    const { agent } = await addAgent();
    const action = actionOf(agent.id);
    const [one, two, joined] = [
      await submit(agent, { action }),
      await submit(agent, { action }),
      await submit(agent, { action, attach: true }),
    ];
    expect(one.body.id).not.toBe(two.body.id);
    expect([one.body.id, two.body.id]).toContain(joined.body.id);
  });
});

describe('a whole life, by HTTP alone', () => {
  test('asked, approved, redeemed for exactly that, run, reported', async () => {
    const { agent, executor } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent, { reason: 'deploy' });
    expect(request).toMatchObject({ state: 'pending', next: 'wait' });
    expect((await decide(reviewer.session, request.id, 'approve')).status).toBe(200);

    const { body: approved } = await call('GET', `/requests/${request.id}`, { key: agent.key });
    expect(approved).toMatchObject({ state: 'approved', next: 'redeem', grant: expect.any(String) });
    const redeeming = (action: unknown, key: string) =>
      call<Record<string, string>>('POST', '/grants/redeem', {
        key: executor.key,
        body: { grant: approved.grant, action },
        headers: { 'idempotency-key': key },
      });
    const other = await redeeming({ ...approved.action, context: { more: 1 } }, 'a');
    expect([other.status, problem(other).code]).toEqual([409, 'different_action']);

    const redeemed = await redeeming(approved.action, 'b');
    expect(redeemed.status).toBe(200);
    const replayed = await redeeming(approved.action, 'b');
    expect(replayed.body).toMatchObject({ redemption: redeemed.body.redemption, replayed: true });
    const spent = await redeeming(approved.action, 'c');
    expect([spent.status, problem(spent).code]).toEqual([409, 'already_redeemed']);

    const report = {
      redemption: redeemed.body.redemption,
      result: 'succeeded',
      ran_digest: approved.digest,
      started_at: new Date().toISOString(),
      ended_at: new Date().toISOString(),
      affected: { rows: 1 },
    };
    const reported = await call('POST', `/requests/${request.id}/outcome`, {
      key: executor.key,
      body: report,
      headers: { 'idempotency-key': 'd' },
    });
    expect(reported.body).toMatchObject({ result: 'succeeded', affected: { rows: 1 } });
    const { body: done } = await call('GET', `/requests/${request.id}`, { key: agent.key });
    expect(done).toMatchObject({ state: 'succeeded', next: 'stop', outcome: { result: 'succeeded' } });
    expect(done.grant).toBeUndefined();
    const { body: timeline } = await call<{ items: { type: string }[] }>('GET', `/requests/${request.id}/events`, {
      session: reviewer.session,
    });
    expect(timeline.items.map((entry) => entry.type)).toContain('outcome.reported');
  });

  test('denied: the agent learns why, and there is nothing to redeem', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent);
    await decide(reviewer.session, request.id, 'deny', { reason: 'Not today.' });
    const { body: denied } = await call('GET', `/requests/${request.id}`, { key: agent.key });
    expect(denied).toMatchObject({ state: 'denied', next: 'stop', why: 'Not today.' });
    expect(denied.grant).toBeUndefined();
  });

  test('asked, answered, revised: the votes are void and the digest is another one', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent);
    await decide(reviewer.session, request.id, 'ask', { question: 'Which ref?', reason: undefined });
    const { body: asked } = await call('GET', `/requests/${request.id}`, { key: agent.key });
    expect(asked).toMatchObject({ state: 'pending', next: 'answer', questions: [{ text: 'Which ref?' }] });
    const answered = await call('POST', `/requests/${request.id}/questions/${asked.questions[0]!.id}/answer`, {
      key: agent.key,
      body: { answer: 'main' },
    });
    expect(answered.body).toMatchObject({ next: 'wait', digest: request.digest });
    const revising = () =>
      call('POST', `/requests/${request.id}/revisions`, {
        key: agent.key,
        body: { action: actionOf(agent.id), reason: 'main' },
        headers: { 'idempotency-key': newId('key') },
      });
    const revised = await revising();
    expect(revised.body).toMatchObject({ revision: 2, state: 'pending' });
    expect(revised.body.digest).not.toBe(request.digest);
  });

  test('policy settles what it can, at once', async () => {
    const { agent } = await addAgent();
    const allowed = await submit(agent, { action: actionOf(agent.id, 'report.read') });
    expect([allowed.status, allowed.body.state, allowed.body.next]).toEqual([200, 'approved', 'redeem']);
    const denied = await submit(agent, { action: actionOf(agent.id, 'iam.attach') });
    expect([denied.status, denied.body.state, denied.body.next]).toEqual([200, 'denied', 'stop']);
    expect(denied.body.why).toContain('Agents never touch IAM.');
  });

  test('C2: a decision on another digest than the current one is stale', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent);
    const called = await decide(reviewer.session, request.id, 'approve', { digest: 'A'.repeat(43) });
    expect([called.status, problem(called).code]).toEqual([409, 'stale_revision']);
  });
});
