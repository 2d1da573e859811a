import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('every page tells the browser to run nothing but our own scripts and never to be framed', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  for (const path of ['/', `/requests/${id}`, '/history', '/policies', '/agents', '/nowhere', '/sign-in?fresh=1']) {
    const headers = (await dana.request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toMatch(/script-src 'nonce-[\w+/=]{16,}' 'strict-dynamic'(;|$)/);
    // Signing in goes by a form to the company's provider; nothing else may name another place.
    expect(policy.replace(/form-action [^;]*/, ''), path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(headers, path).toMatchObject({
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringMatching(/no-store/),
    });
  }
});

test('the session cookie cannot be read by scripts and does not travel with other sites’ posts', async ({ as }) => {
  const dana = await as('dana');
  const cookie = (await dana.context().cookies()).find(({ name }) => name === 'countersign');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
});

test('a reviewer’s whole visit gives the browser nothing to complain about', async ({ as, agent }) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  const complaints: string[] = [];
  dana.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  dana.on('pageerror', (error) => complaints.push(error.message));
  for (const path of ['/', `/?agent=${agent.name}&sel=${id}`, `/requests/${id}`, '/history', '/policies', '/agents']) {
    const live = dana.waitForResponse((response) => response.url().endsWith('/api/v1/stream'));
    await dana.goto(path);
    await live;
  }
  expect(complaints).toEqual([]);
});
