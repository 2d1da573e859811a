import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestForm } from '#protocol/wire.ts';
import { bus } from '../db/listen.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { apiListener } from './listen.ts';
import { browserOf, decide, smallWorld } from './testing.ts';

testDatabase();
const server = http.createServer((request, response) => void apiListener(request, response));
beforeAll(async () => {
  await smallWorld();
  await bus().ready;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const guide = readFileSync(path.join(import.meta.dirname, '../../docs/api.md'), 'utf8');
const steps = [...guide.matchAll(/```sh run\n([\s\S]*?)```|<!-- here: the reviewer (\w+) -->/g)].map(
  ([, curl, act]) => ({
    curl,
    act,
  }),
);

/** What the guide tells its reader to keep of an answer, by the name it uses afterwards. */
function kept(answer: Record<string, unknown>): Record<string, string> {
  const form = answer as Partial<RequestForm> & { redemption?: string };
  const isRequest = typeof form.id === 'string' && form.id.startsWith('req_');
  const question = form.questions?.find((one) => !one.answer)?.id;
  return {
    ...(isRequest && { REQUEST: form.id!, VERSION: String(form.version), DIGEST: form.digest! }),
    ...(question && { QUESTION: question }),
    ...(form.grant && { GRANT: form.grant }),
    ...(form.redemption && { REDEMPTION: form.redemption }),
  };
}

test('curl alone can do an agent’s part: every call of docs/api.md, in its order, against a real server', async () => {
  const { agent, executor } = await addAgent();
  const reviewer = await browserOf(['grp:sre']);
  const env: Record<string, string> = {
    PATH: process.env.PATH!,
    COUNTERSIGN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AGENT_ID: agent.id,
    AGENT_KEY: agent.key,
    EXECUTOR_KEY: executor.key,
  };
  const seen: unknown[] = [];
  for (const { curl, act } of steps) {
    if (act === 'asks')
      await decide(reviewer.session, env.REQUEST!, 'ask', { question: 'Built from what?', reason: undefined });
    if (act === 'approves') await decide(reviewer.session, env.REQUEST!, 'approve');
    if (!curl) continue;
    const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', curl], { env: env as NodeJS.ProcessEnv });
    const answer = stdout ? JSON.parse(stdout) : {};
    expect(answer.code, `${curl}\n${stdout}`).toBeUndefined();
    seen.push(answer.next ?? answer.result ?? (answer.redemption ? 'redeemed' : (answer.kind ?? 'nothing new')));
    Object.assign(env, kept(answer));
  }
  expect(seen).toEqual([
    'agent',
    'wait',
    'nothing new',
    'answer',
    'wait',
    'wait',
    'redeem',
    'redeemed',
    'succeeded',
    'wait',
    'stop',
  ]);
}, 60_000);
