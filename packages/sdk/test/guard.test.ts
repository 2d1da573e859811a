import { actionDigest } from '@countersign/protocol/action.ts';
import { newId } from '@countersign/protocol/id.ts';
import type { Action, RequestForm } from '@countersign/protocol/wire.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CountersignOptions } from '../src/client.ts';
import { countersign } from '../src/client.ts';
import { CountersignError } from '../src/errors.ts';
import type { GuardOptions } from '../src/guard.ts';
import { RanButNotReported } from '../src/run-and-report.ts';
import type { Mishap } from './loopback-server.ts';
import { LoopbackServer } from './loopback-server.ts';

let server: LoopbackServer;
const pauses: number[] = [];

beforeEach(async () => {
  server = new LoopbackServer();
  pauses.length = 0;
  await server.start();
});
afterEach(() => server.stop());

const action: Action = {
  subject: { type: 'user', id: 'ann@example.com' },
  action: { name: 'sql.execute', properties: { statement: 'DROP TABLE invoices_2019', binds: [1, { a: true }] } },
  resource: { type: 'database', id: 'billing' },
  context: {},
};

/** A process of the agent. Pausing takes no time but lets timers and sockets have their turn. */
function agent(options: Partial<CountersignOptions> = {}) {
  const pause = (milliseconds: number) => {
    pauses.push(milliseconds);
    return new Promise<void>((resolve) => setTimeout(resolve, 5));
  };
  return countersign({ url: server.url, key: 'cs_agt_test', retries: 4, pause, ...options });
}

async function refused(work: Promise<unknown>): Promise<CountersignError> {
  const error = await work.then(
    () => 'it ran',
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(CountersignError);
  return error as CountersignError;
}

async function codeOf(run: (action: Action) => unknown, options: GuardOptions<unknown> = {}, from = agent()) {
  return (await refused(from.guard(action, run, options))).code;
}

describe('what was approved runs, once, and is reported', () => {
  test('run gets a frozen copy of exactly the redeemed Action, and the Outcome names its digest', async () => {
    server.onSubmit = (id) => server.approve(id);
    const ran: Action[] = [];
    const value = await agent().guard(action, (approved) => {
      ran.push(approved);
      return 'done';
    });
    expect(value).toBe('done');
    expect(ran).toEqual(server.redeemed);
    expect(Object.isFrozen((ran[0]!.action.properties!.binds as object[])[1])).toBe(true);
    expect(server.outcomes).toMatchObject([{ result: 'succeeded', ran_digest: await actionDigest(action) }]);
  });

  test('an Action that the caller changes while people decide runs as it was asked', async () => {
    const changing = structuredClone(action);
    server.onWait = (id) => {
      changing.action.properties!.statement = 'DROP DATABASE';
      server.approve(id);
    };
    const statement = await agent().guard(changing, (approved) => approved.action.properties!.statement);
    expect(statement).toBe('DROP TABLE invoices_2019');
  });

  test('it wakes when a person approves, and sends what it was given along', async () => {
    const seen: RequestForm[] = [];
    const guarded = agent().guard(action, () => 1, {
      reason: 'because',
      run: { id: 'run-1', step: '3' },
      onWaiting: (form) => {
        seen.push(form);
        setTimeout(() => server.approve(form.id), 10);
      },
    });
    expect(await guarded).toBe(1);
    expect(seen[0]?.state).toBe('pending');
  });

  test('while an approval is still being logged its grant is asked for again', async () => {
    server.onSubmit = (id) => server.settle(id, { state: 'approved', next: 'wait' });
    server.onWait = (id) => {
      if (server.calls.filter((call) => call === 'wait').length === 3) server.approve(id);
    };
    expect(await agent().guard(action, () => 'ran')).toBe('ran');
  });

  test('run throws: that is reported as failed, by name only, and thrown on', async () => {
    server.onSubmit = (id) => server.approve(id);
    const secret = new RangeError('password is hunter2');
    const guarded = agent().guard(action, () => Promise.reject(secret));
    await expect(guarded).rejects.toBe(secret);
    expect(server.outcomes).toMatchObject([{ result: 'failed', summary: 'RangeError' }]);
  });

  test('it ran and could not be reported: the error says so and carries value and Outcome', async () => {
    server.onSubmit = (id) => server.approve(id);
    server.mishaps.report.push(...Array.from({ length: 5 }, (): Mishap => ({ status: 503 })));
    const error = await refused(agent().guard(action, () => 42));
    expect(error).toBeInstanceOf(RanButNotReported);
    expect(error).toMatchObject({
      code: 'ran_but_not_reported',
      ended: { value: 42 },
      outcome: { result: 'succeeded' },
    });
  });

  test('a report whose answer was lost is made once', async () => {
    server.onSubmit = (id) => server.approve(id);
    server.mishaps.report.push('answer lost', { status: 500 });
    expect(await agent().guard(action, () => 1)).toBe(1);
    expect(server.outcomes).toHaveLength(1);
  });

  test('a question goes to the callback, once, and its answer to the reviewer', async () => {
    const question = { id: newId('qst'), text: 'Is there a backup?', asked_at: new Date().toISOString() };
    server.onSubmit = (id) => server.settle(id, { questions: [question], next: 'answer' });
    server.onWait = (id) => server.approve(id);
    server.mishaps.answer.push('answer lost');
    const onQuestion = vi.fn(() => 'yes');
    await agent().guard(action, () => 1, { onQuestion });
    expect(onQuestion).toHaveBeenCalledTimes(1);
    expect(server.only.questions[0]?.answer?.text).toBe('yes');
  });
});

describe('everything else does not run', () => {
  test.each([
    ['denied', 'denied'],
    ['expired', 'expired'],
    ['cancelled', 'cancelled'],
    ['revoked', 'revoked'],
    ['redeemed', 'already_ran'],
    ['succeeded', 'already_ran'],
    ['failed', 'already_ran'],
    ['outcome_unknown', 'already_ran'],
  ] as const)('state %s: %s', async (state, code) => {
    server.onSubmit = (id) => server.settle(id, { state, next: 'stop', grant: 'left over' });
    const run = vi.fn();
    expect(await codeOf(run)).toBe(code);
    expect(run).not.toHaveBeenCalled();
    expect(server.calls).not.toContain('redeem');
  });

  test('blocked ends the wait only for callers that want it so', async () => {
    server.onSubmit = (id) => server.settle(id, { state: 'blocked' });
    expect(await codeOf(vi.fn(), { whenBlocked: 'throw' })).toBe('blocked');
    server.onWait = (id) => server.approve(id);
    expect(await agent().guard(action, () => 'ran')).toBe('ran');
  });

  test.each([
    ['a state from a later version', { state: 'approved_with_conditions', next: 'redeem', grant: 'g' }],
    ['a state that every object inherits', { state: 'constructor', next: 'redeem', grant: 'g' }],
    ['a next from a later version', { state: 'approved', next: 'confirm', grant: 'g' }],
    ['a next that contradicts the state', { state: 'pending', next: 'redeem', grant: 'g' }],
    ['approved, yet to stop', { state: 'approved', next: 'stop', grant: 'g' }],
    ['no next at all', { next: undefined }],
    ['a grant that is no text', { state: 'approved', next: 'redeem', grant: { alg: 'none' } }],
    ['a digest that is none', { digest: 'x' }],
  ])('K9: %s', async (_, change) => {
    server.dress = (form) => ({ ...form, ...change });
    const run = vi.fn();
    expect(await codeOf(run)).toBe('unknown_state');
    expect(run).not.toHaveBeenCalled();
  });

  test('K9: the wait ends without a Decision', async () => {
    const run = vi.fn();
    const error = await refused(agent().guard(action, run, { timeoutSeconds: 0.05 }));
    expect(error.code).toBe('timeout');
    expect(error.request?.id).toBe(server.only.id);
    expect(run).not.toHaveBeenCalled();
  });

  test('K9: the caller gives up while people decide', async () => {
    const abort = new AbortController();
    server.onWait = () => abort.abort();
    expect(await codeOf(vi.fn(), { signal: abort.signal })).toBe('aborted');
    expect(server.calls).not.toContain('redeem');
  });

  test('K9: the caller gives up between approval and redemption', async () => {
    const abort = new AbortController();
    server.onSubmit = (id) => server.approve(id);
    const run = vi.fn();
    const from = agent({
      fetch: async (input, init) => {
        const text = await (await fetch(input, init)).text();
        abort.abort();
        return new Response(text);
      },
    });
    expect(await codeOf(run, { signal: abort.signal }, from)).toBe('aborted');
    expect(run).not.toHaveBeenCalled();
    expect(server.calls).toEqual(['submit']);
  });

  test('the Request is about another Action than the one in hand', async () => {
    const other = { ...action, resource: { type: 'database', id: 'payroll' } };
    const digest = await actionDigest(other);
    server.dress = (form) => ({ ...form, action: other, digest, state: 'approved', next: 'redeem', grant: 'g' });
    const run = vi.fn();
    expect(await codeOf(run)).toBe('different_action');
    server.dress = (form) => ({ ...form, digest, state: 'approved', next: 'redeem', grant: 'g' });
    expect(await codeOf(run)).toBe('different_action');
    expect(run).not.toHaveBeenCalled();
  });

  test.each([
    [409, 'already_redeemed'],
    [409, 'revoked'],
    [409, 'policy_stricter'],
    [409, 'approver_ineligible'],
    [410, 'expired'],
    [403, 'wrong_executor'],
    [401, 'credential_revoked'],
    [422, 'bad_signature'],
    [201, 'created'],
    [202, 'accepted'],
    [204, 'no_content'],
  ])('redemption answered with %d %s', async (status, code) => {
    server.onSubmit = (id) => server.approve(id);
    const text = status === 204 ? { text: '' } : {};
    server.mishaps.redeem.push(...Array.from({ length: 5 }, (): Mishap => ({ status, code, ...text })));
    const run = vi.fn();
    const error = await refused(agent().guard(action, run));
    expect(error.code).toBe(status === 204 ? 'unreachable' : 'refused_at_redemption');
    if (status >= 400) expect(error.problem?.code).toBe(code);
    expect(run).not.toHaveBeenCalled();
  });

  test.each([
    ['200 about another Request', 200, { request: newId('req') }],
    ['200 about another digest', 200, { digest: 'x' }],
    ['200 without a redemption', 200, { redemption: undefined }],
    ['201 and all the right words', 201, {}],
    ['202 and all the right words', 202, {}],
  ])('redemption answered with %s', async (_, status, change) => {
    server.onSubmit = (id) => server.approve(id);
    const good = { redemption: newId('rdm'), request: '', digest: await actionDigest(action) };
    const run = vi.fn();
    const guarded = agent({
      fetch: async (input, init) => {
        if (!String(input).endsWith('/grants/redeem')) return fetch(input, init);
        return Response.json({ ...good, request: server.only.id, ...change }, { status });
      },
    }).guard(action, run);
    expect((await refused(guarded)).code).toBe('refused_at_redemption');
    expect(run).not.toHaveBeenCalled();
  });

  test.each([
    ['connections reset', 'reset'],
    ['500', { status: 500 }],
    ['unreadable JSON', { status: 200, text: '{"state":"approved"' }],
    ['an answer that says a thing twice', { status: 200, text: '{"state":"denied","state":"approved"}' }],
    ['an HTML page', { status: 200, text: '<h1>Welcome</h1>' }],
  ] satisfies [string, Mishap][])('the server only answers with %s', async (_, mishap) => {
    server.mishaps.submit.push(...Array.from({ length: 5 }, () => mishap));
    const run = vi.fn();
    expect(await codeOf(run)).toBe('unreachable');
    expect(run).not.toHaveBeenCalled();
    expect(server.calls).toHaveLength(5);
  });

  test.each([
    [401, 'unauthenticated', 'unauthenticated'],
    [403, 'agent_paused', 'forbidden'],
    [400, 'nonce_missing', 'rejected'],
    [422, 'idempotency_conflict', 'rejected'],
  ])('submission refused with %d %s', async (status, code, ours) => {
    server.mishaps.submit.push({ status, code });
    const error = await refused(agent().guard(action, vi.fn()));
    expect([error.code, error.problem?.code]).toEqual([ours, code]);
  });

  test.each([
    ['submit', 429, 'queue_full', 'rejected'],
    ['submit', 503, 'policy_unavailable', 'unreachable'],
    ['redeem', 409, 'not_in_log', 'refused_at_redemption'],
    ['redeem', 503, 'eligibility_unknown', 'unreachable'],
  ] as const)('%s answers %d %s with Retry-After for ever', async (kind, status, code, ours) => {
    server.onSubmit = (id) => server.approve(id);
    server.mishaps[kind].push(...Array.from({ length: 5 }, () => ({ status, code, headers: { 'retry-after': '1' } })));
    const run = vi.fn();
    const error = await refused(agent().guard(action, run));
    expect([error.code, error.problem?.code]).toEqual([ours, code]);
    expect(run).not.toHaveBeenCalled();
  });

  test('credentials are not sent in the clear, nor after a redirect', async () => {
    expect(() => countersign({ url: 'http://countersign.example', key: 'k' })).toThrow(TypeError);
    expect(() => countersign({ url: 'http://127.0.0.1.evil.example', key: 'k' })).toThrow(TypeError);
    server.mishaps.submit.push(
      ...Array.from({ length: 5 }, (): Mishap => ({ status: 307, headers: { location: `${server.url}/elsewhere` } })),
    );
    expect(await codeOf(vi.fn())).toBe('unreachable');
  });
});

describe('K3, F7: lost connections and restarts, on either side', () => {
  test('K3: a restarted process with the same key finds the same Request', async () => {
    const run = vi.fn(() => 'ran');
    const options = { key: 'step-3', run: { id: 'run-1' } };
    expect(await codeOf(run, { ...options, timeoutSeconds: 0.05 })).toBe('timeout');
    server.approve(server.only.id);
    expect(await agent().guard(action, run, options)).toBe('ran');
    expect(server.requests).toHaveLength(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('K3: without a key, run id and step name the Request; without a run id every call is a new one', async () => {
    server.onSubmit = (id) => server.approve(id);
    const step = { run: { id: 'run-1', step: '1' } };
    await agent().guard(action, () => 1, step);
    expect(await codeOf(vi.fn(), step)).toBe('already_ran');
    await agent().guard(action, () => 1, { run: { id: 'run-1', step: '2' } });
    await agent().guard(action, () => 1);
    await agent().guard(action, () => 1);
    expect(server.requests).toHaveLength(4);
  });

  test('K3: a submission whose answer was lost is filed once', async () => {
    server.mishaps.submit.push('reset', 'answer lost', { status: 502 });
    server.onWait = (id) => server.approve(id);
    expect(await agent().guard(action, () => 1)).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test('K1: the server restarts while the agent waits, and nothing is lost or doubled', async () => {
    const run = vi.fn(() => 'ran');
    const waiting = new Promise<void>((resolve) => {
      server.onWait = () => resolve();
    });
    const guarded = agent().guard(action, run);
    await waiting;
    await server.stop();
    server.onWait = () => {};
    server.approve(server.only.id);
    await server.start();
    expect(await guarded).toBe('ran');
    expect(run).toHaveBeenCalledTimes(1);
    expect(server.requests).toHaveLength(1);
  });

  test('while waiting, resets, 500s and garbage are waited out, and Retry-After is obeyed', async () => {
    server.mishaps.wait.push(
      'reset',
      { status: 500 },
      { status: 200, text: '{' },
      { status: 502, text: '<h1>Bad</h1>' },
    );
    server.mishaps.wait.push(
      { status: 503, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after': '3' } },
    );
    server.mishaps.wait.push({ status: 304 });
    server.onWait = (id) => {
      if (server.mishaps.wait.length === 0) server.approve(id);
    };
    expect(await agent().guard(action, () => 1)).toBe(1);
    expect(pauses).toContain(7000);
    expect(pauses.filter((milliseconds) => milliseconds >= 3000).length).toBeGreaterThanOrEqual(2);
  });

  test('F7: the answer to a redemption is lost: it is not run, and reported as unknown', async () => {
    server.onSubmit = (id) => server.approve(id);
    server.mishaps.redeem.push('answer lost');
    const run = vi.fn();
    expect(await codeOf(run)).toBe('replayed');
    expect(run).not.toHaveBeenCalled();
    expect(server.redeemed).toHaveLength(1);
    expect(server.outcomes).toMatchObject([{ result: 'unknown' }]);
  });

  test('F7: an executor that can prove that nothing started runs it', async () => {
    server.onSubmit = (id) => server.approve(id);
    server.mishaps.redeem.push('answer lost');
    expect(await agent().guard(action, () => 'ran', { didNotStart: () => true })).toBe('ran');
    expect(server.outcomes).toMatchObject([{ result: 'succeeded' }]);
  });

  test('F7: a redemption that never reached the server is simply made', async () => {
    server.onSubmit = (id) => server.approve(id);
    server.mishaps.redeem.push('reset', { status: 503, headers: { 'retry-after': '1' } });
    server.mishaps.redeem.push({ status: 409, code: 'not_in_log', headers: { 'retry-after': '1' } });
    const run = vi.fn(() => 'ran');
    expect(await agent().guard(action, run)).toBe('ran');
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('F7: killed between redemption and run, the next process does not run it', async () => {
    const run = vi.fn();
    const options = { key: 'step-7' };
    server.onSubmit = (id) => server.approve(id);
    const killed = agent({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (String(input).endsWith('/grants/redeem')) throw new Error('killed');
        return response;
      },
      retries: 0,
    });
    expect(await codeOf(run, options, killed)).toBe('unreachable');
    expect(await codeOf(run, options)).toBe('already_ran');
    expect(run).not.toHaveBeenCalled();
  });

  test('two processes with one key run it once between them', async () => {
    server.onSubmit = (id) => {
      if (server.only.state === 'pending') server.approve(id);
    };
    const run = vi.fn(() => 'ran');
    const both = await Promise.allSettled([1, 2].map(() => agent().guard(action, run, { key: 'step-8' })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe('the nonce', () => {
  test('it survives a restart, differs from step to step, and needs the credential', async () => {
    server.onSubmit = (id) => server.approve(id);
    const nonceOf = (key: string, from = agent()) =>
      from.guard(action, (approved) => approved.context.nonce, { key, nonce: true });
    const first = await nonceOf('a');
    expect(first).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await codeOf(vi.fn(), { key: 'a', nonce: true })).toBe('already_ran');
    expect(await nonceOf('b')).not.toBe(first);
    expect(await nonceOf('a', agent({ key: 'cs_agt_other' }))).not.toBe(first);
  });

  test('a joined Request runs with the nonce it was filed with', async () => {
    expect(await codeOf(vi.fn(), { key: 'a', nonce: true, timeoutSeconds: 0.05 })).toBe('timeout');
    server.approve(server.only.id);
    const filed = server.only.action.context.nonce;
    const ran = await agent().guard(action, (approved) => approved.context.nonce, {
      key: 'b',
      nonce: true,
      attach: true,
    });
    expect(ran).toBe(filed);
    expect(server.requests).toHaveLength(1);
  });
});
