import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demo } from './kit/demo.ts';
import { decisionOn, requestOf } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('I9: with a reviewer’s own cookie, a call that did not come from our pages is refused', async ({ as, agent }) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  const data = await decisionOn(dana, id, 'approve');
  const senders = [
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: demo().baseUrl, 'sec-fetch-site': 'cross-site' },
    { origin: demo().baseUrl, 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of senders) {
    const response = await dana.request.post(`/api/v1/requests/${id}/decisions`, { data, headers });
    expect(response.status(), JSON.stringify(headers)).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'cross_origin' });
  }
  expect(await requestOf(dana, id)).toMatchObject({ state: 'pending', decisions: [] });
});

test('I9: a page elsewhere can neither post a form nor fetch nor frame the console of a reviewer who visits it', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  const target = `${demo().baseUrl}/api/v1/requests/${id}/decisions`;
  const words = JSON.stringify(await decisionOn(dana, id, 'approve'));
  const elsewhere = await serve(`
    <form method="post" enctype="text/plain" action="${target}" target="answer">
      <input name='${words.slice(0, -1)},"x":"' value='"}'><button>Win a prize</button></form>
    <iframe name="answer"></iframe>
    <iframe name="console" src="${demo().baseUrl}/requests/${id}"></iframe>`);
  try {
    await dana.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    await expect(dana.frameLocator('iframe[name=console]').getByRole('heading', { level: 2 })).toHaveCount(0);
    const answered = dana.waitForResponse(target);
    await dana.getByRole('button', { name: 'Win a prize' }).click();
    expect((await answered).status()).toBeGreaterThanOrEqual(400);
    const fetched = await dana.evaluate(
      ([url, body]) =>
        fetch(url!, { method: 'POST', credentials: 'include', mode: 'no-cors', body: body! }).then(
          (response) => response.type,
          () => 'failed',
        ),
      [target, words],
    );
    expect(['opaque', 'failed']).toContain(fetched);
    expect(await requestOf(await as('noor'), id)).toMatchObject({ state: 'pending', decisions: [] });
  } finally {
    elsewhere.close();
  }
});

/** A page on another site: 127.0.0.1 is not localhost to a browser. */
async function serve(body: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Elsewhere</title>${body}`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
