import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bus } from '../../db/listen.ts';
import { testDatabase } from '../../db/testing.ts';
import { addAgent } from '../../identity/testing.ts';
import { app } from '../app.ts';
import { browserOf, call, decide, problem, smallWorld, submit } from '../testing.ts';

testDatabase();
beforeAll(async () => {
  await smallWorld();
  await bus().ready;
});

interface Message {
  event: string;
  id?: string;
  data?: Record<string, unknown>;
}

const open: AbortController[] = [];
afterAll(() => {
  for (const one of open) one.abort();
});

/** An EventSource, as far as a test needs one. */
async function listen(path: string, headers: Record<string, string>) {
  const controller = new AbortController();
  open.push(controller);
  const response = await app.request(`/api/v1${path}`, { headers, signal: controller.signal });
  expect(response.status).toBe(200);
  const messages: Message[] = [];
  let lastId = '';
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        lastId = field('id') ?? lastId;
        const data = field('data');
        if (data) messages.push({ event: field('event')!, id: field('id')!, data: JSON.parse(data) });
      }
    }
  })().catch(() => {});
  return {
    response,
    messages,
    lastId: () => lastId,
    async until(enough: () => boolean) {
      await expect.poll(enough, { timeout: 5_000, interval: 10 }).toBe(true);
    },
    async stop() {
      controller.abort();
      await reading;
    },
  };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const types = (stream: { messages: Message[] }) =>
  stream.messages.flatMap(({ data }) => (data?.type ? [data.type] : []));

describe('streams', () => {
  test('one Request: where it stands, then every change, with no parameter and no grant in it', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent, { reason: 'secret words' });
    const stream = await listen(`/requests/${request.id}/stream`, bearer(agent.key));
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    await stream.until(() => stream.lastId() !== '');
    expect(stream.messages[0]).toMatchObject({ event: 'request', data: { id: request.id, state: 'pending' } });
    await decide(reviewer.session, request.id, 'approve');
    await stream.until(() => types(stream).length >= 3);
    // One commit, one millisecond: among themselves they have no order.
    expect(types(stream).sort()).toEqual(['decision.recorded', 'grant.issued', 'request.approved']);
    for (const { data } of stream.messages) {
      expect(Object.keys(data!).filter((name) => !['id', 'version', 'state', 'type'].includes(name))).toEqual([]);
    }
    await stream.stop();
  });

  test('K10: who reconnects with Last-Event-ID misses nothing and gets nothing twice, from any message on', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const whole = await listen('/stream', bearer(agent.key));
    await whole.until(() => whole.lastId() !== '');
    const start = whole.lastId();
    for (let n = 0; n < 3; n++) {
      const { body } = await submit(agent);
      await decide(reviewer.session, body.id, n === 1 ? 'deny' : 'approve');
    }
    const count = 3 * 3 + 2;
    await whole.until(() => whole.messages.length >= count);
    const ids = whole.messages.map(({ data }) => `${data!.id} ${data!.type}`);
    expect(ids).toHaveLength(count);
    expect(new Set(ids).size).toBe(count);

    for (const from of [-1, 0, 3, 6, count - 1]) {
      const position = from < 0 ? start : whole.messages[from]!.id!;
      const resumed = await listen('/stream', { ...bearer(agent.key), 'last-event-id': position });
      await resumed.until(() => resumed.messages.length >= count - from - 1 && resumed.lastId() !== '');
      const { body: more } = await submit(agent);
      await resumed.until(() => resumed.messages.some(({ data }) => data!.id === more.id));
      expect(
        resumed.messages
          .filter(({ data }) => ids.some((one) => one.startsWith(String(data!.id))))
          .map(({ data }) => `${data!.id} ${data!.type}`)
          .sort(),
      ).toEqual(ids.slice(from + 1).sort());
      await resumed.stop();
    }
    await whole.stop();
  });

  test('each sees its own: another agent’s changes never arrive', async () => {
    const [mine, other] = [await addAgent(), await addAgent()];
    const stream = await listen('/stream', bearer(mine.agent.key));
    await stream.until(() => stream.lastId() !== '');
    await submit(other.agent);
    const { body } = await submit(mine.agent);
    await stream.until(() => stream.messages.length > 0);
    expect(stream.messages.map(({ data }) => data!.id)).toEqual([body.id]);
    expect(problem(await call('GET', `/requests/${body.id}/stream`, { key: other.agent.key })).code).toBe('not_found');
    await stream.stop();
  });

  test('a reviewer’s stream says when the queue has changed', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const stream = await listen('/stream', { cookie: reviewer.session.get('cookie')! });
    await stream.until(() => stream.lastId() !== '');
    const { body } = await submit(agent);
    await stream.until(() => stream.messages.some(({ event }) => event === 'queue'));
    await stream.until(() => stream.messages.some(({ data }) => data!.id === body.id));
    await stream.stop();
  });

  test('a caller who asks with HEAD opens no stream that nobody reads, however often', async () => {
    const { agent } = await addAgent();
    const { body } = await submit(agent);
    for (let asked = 0; asked < 60; asked += 1) {
      const path = asked % 2 === 0 ? '/stream' : `/requests/${body.id}/stream`;
      const answer = await app.request(`/api/v1${path}`, { method: 'HEAD', headers: bearer(agent.key) });
      expect(answer.status).toBe(200);
    }
    const stream = await listen('/stream', bearer(agent.key));
    await stream.until(() => stream.lastId() !== '');
    await stream.stop();
  });

  test('at shutdown every stream ends, and clients come back elsewhere', async () => {
    const { agent } = await addAgent();
    const stream = await listen('/stream', bearer(agent.key));
    const { endStreams } = await import('./open-stream.ts');
    endStreams();
    await stream.stop();
    const late = await app.request('/api/v1/stream', { headers: bearer(agent.key) });
    expect(await late.text()).toContain('retry: 1000');
  });
});
