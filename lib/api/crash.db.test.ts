import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import type { Json, RedeemAnswer, RequestForm, ReviewCard } from '#protocol/wire.ts';
import { brokenTruths } from '../approvals/testing-record.ts';
import { pool } from '../db/pool.ts';
import { testServer } from '../db/testing-server.ts';
import { addAgent } from '../identity/testing.ts';
import { actionOf, browserOf, smallWorld } from './testing.ts';
import { ask, type Replica, startReplica } from './testing-replicas.ts';

const postgres = testServer();

/** What people outside were told, and rely on: ids, each with what it belongs to. */
const told = {
  filed: new Map<string, string>(),
  decided: new Map<string, string>(),
  redeemed: new Map<string, string>(),
  reported: new Map<string, string>(),
};
/** Runs that an executor started, by Request: on an answer of 200 that was not a replay. */
const started: string[] = [];

const replicas: Replica[] = [];
let agent: { id: string; key: string };
let executor: { key: string };
let reviewer: Record<string, string>;

beforeAll(async () => {
  await smallWorld();
  ({ agent, executor } = await addAgent());
  reviewer = Object.fromEntries((await browserOf(['grp:sre'])).session);
  replicas.push(...(await Promise.all([startReplica(), startReplica()])));
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
});

/** Any of the replicas, as a load balancer would pick. */
const anyReplica = () => replicas[Math.floor(Math.random() * replicas.length)]!;

/** Ask until somebody answers, with the very same words each time. */
async function insist<Body>(
  method: string,
  path: string,
  sent: { headers: Record<string, string>; body?: Json },
  through = anyReplica,
) {
  for (;;) {
    const answer = await ask<Body>(through(), method, path, sent);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const asAgent = (key?: string) => ({ authorization: `Bearer ${agent.key}`, ...(key && { 'idempotency-key': key }) });
const asExecutor = (key: string) => ({ authorization: `Bearer ${executor.key}`, 'idempotency-key': key });

/** One Request from its filing to its outcome, by an agent, a reviewer and an executor who never give up. */
async function wholeLife(): Promise<void> {
  const action = actionOf(agent.id, Math.random() < 0.3 ? 'report.read' : 'deploy.run') as unknown as Json;
  const filing = { headers: asAgent(newId('key')), body: { action } };
  const { body: filed } = await insist<RequestForm>('POST', '/requests', filing);
  told.filed.set(filed.id, filed.digest);

  // The agent waits while the reviewer reads.
  const waiting = insist<RequestForm>('GET', `/requests/${filed.id}?wait=20`, { headers: asAgent() });
  if (filed.state === 'pending') await decide(filed.id);
  let form = (await waiting).body;
  while (form.state === 'pending') {
    form = (await insist<RequestForm>('GET', `/requests/${filed.id}?wait=20`, { headers: asAgent() })).body;
  }
  if (form.state !== 'approved') return;

  const spending = { headers: asExecutor(newId('key')), body: { grant: form.grant!, action } };
  const redeemed = await insist<RedeemAnswer>('POST', '/grants/redeem', spending);
  expect(redeemed.status, JSON.stringify(redeemed.body)).toBe(200);
  told.redeemed.set(redeemed.body.redemption, filed.id);
  if (!redeemed.body.replayed) started.push(filed.id);
  // Nothing else gets it to run a second time.
  const again = await insist<{ code: string }>('POST', '/grants/redeem', {
    ...spending,
    headers: asExecutor(newId('key')),
  });
  expect([again.status, again.body.code]).toEqual([409, 'already_redeemed']);

  const now = new Date().toISOString();
  const reported = await insist('POST', `/requests/${filed.id}/outcome`, {
    headers: asExecutor(newId('key')),
    body: {
      redemption: redeemed.body.redemption,
      result: redeemed.body.replayed ? 'unknown' : 'succeeded',
      ran_digest: filed.digest,
      started_at: now,
      ended_at: now,
    },
  });
  expect(reported.status, JSON.stringify(reported.body)).toBe(200);
  told.reported.set(redeemed.body.redemption, filed.id);
}

async function decide(id: string, through = anyReplica): Promise<void> {
  const { body: card } = await insist<ReviewCard>('GET', `/requests/${id}/card`, { headers: reviewer }, through);
  const decision = Math.random() < 0.85 ? 'approve' : 'deny';
  const { revision, digest, view_digest } = card;
  const { status, body } = await insist<{ decision: { id: string } }>(
    'POST',
    `/requests/${id}/decisions`,
    {
      headers: reviewer,
      body: { decision, revision, digest, view_digest, reason: 'I looked at it.' },
    },
    through,
  );
  expect(status, JSON.stringify(body)).toBe(200);
  told.decided.set(body.decision.id, id);
}

/** Live through many Requests at once while `disturb` does its worst. */
async function livesWhile(disturb: () => Promise<void>): Promise<void> {
  let over = false;
  const lives = Array.from({ length: 8 }, async () => {
    while (!over) await wholeLife();
  });
  await disturb().finally(() => {
    over = true;
  });
  await Promise.all(lives);
}

/** Everything anybody was told is there, nothing else is, and all that is there hangs together. */
async function expectNothingLost(): Promise<void> {
  const stored = async (sql: string) => {
    const { rows } = await pool().query<{ id: string; of: string }>(sql);
    return new Map(rows.map((row) => [row.id, row.of]));
  };
  expect(await stored('SELECT id, digest AS of FROM request')).toEqual(told.filed);
  expect(await stored('SELECT id, request_id AS of FROM decision')).toEqual(told.decided);
  expect(await stored('SELECT id, request_id AS of FROM redemption')).toEqual(told.redeemed);
  expect(await stored('SELECT redemption_id AS id, request_id AS of FROM outcome')).toEqual(told.reported);
  expect(new Set(started).size).toBe(started.length);
  expect(await brokenTruths()).toEqual([]);
  expect(told.reported.size).toBeGreaterThan(0);
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 350));

/** Disturb at random moments: as often as asked on a quick machine, at least three times on any. */
async function repeatedly(times: number, withinMilliseconds: number, disturb: (round: number) => Promise<void>) {
  const started = performance.now();
  for (let round = 0; round < times && (round < 3 || performance.now() - started < withinMilliseconds); round++) {
    await aMoment();
    await disturb(round);
  }
  await aMoment();
}

test('K2: approved on one replica, the agent that waits on another wakes at once', async () => {
  const [here, there] = replicas as [Replica, Replica];
  const took: number[] = [];
  for (let round = 0; round < 3; round++) {
    const action = actionOf(agent.id) as unknown as Json;
    const { body: filed } = await insist<RequestForm>('POST', '/requests', {
      headers: asAgent(newId('key')),
      body: { action },
    });
    told.filed.set(filed.id, filed.digest);
    const waiting = ask<RequestForm>(here, 'GET', `/requests/${filed.id}?wait=30`, { headers: asAgent() });
    await decide(filed.id, () => there);
    const decidedAt = performance.now();
    expect((await waiting)!.body.state).toMatch(/approved|denied/);
    took.push(performance.now() - decidedAt);
  }
  // Well within the second after which it would have looked again by itself.
  expect(Math.min(...took)).toBeLessThan(400);
});

test('K1, F6, F7: kill -9 of any replica at any moment loses nothing that was acknowledged, doubles nothing and logs all of it', async () => {
  await livesWhile(() =>
    repeatedly(12, 12_000, async (round) => {
      const next = startReplica();
      await aMoment();
      // Every third time all of them at once, so that nobody is left to ask.
      const victims = round % 3 === 2 ? [...replicas] : [replicas[round % replicas.length]!];
      await Promise.all(victims.map((victim) => victim.kill()));
      const others = victims.slice(1).map(startReplica);
      const fresh = await Promise.all([next, ...others]);
      for (const victim of victims) replicas[replicas.indexOf(victim)] = fresh.pop()!;
    }),
  );
  await expectNothingLost();
}, 60_000);

test('F8: kill -9 of Postgres at any moment: the same, and the same replicas go on', async () => {
  await livesWhile(() =>
    repeatedly(5, 8_000, async () => {
      await postgres.kill();
      await postgres.restart();
    }),
  );
  await expectNothingLost();
}, 60_000);
