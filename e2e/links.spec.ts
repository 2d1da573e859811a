import { open, requestOf } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('I7: opening every link and every address of a request by GET and HEAD, as a reviewer, changes nothing', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask(restart(), {
    evidence: { links: [{ title: 'The ticket', url: 'https://tickets.example/42' }] },
  });
  const alex = await as('alex');
  const dana = await as('dana');
  await open(dana, id);
  const before = await stateOf(alex, id, agent.id);

  const paths = new Set([
    ...['', '/card', '/events', '/decisions', '/cancel', '/comments', '/revisions', '/outcome'].map(
      (end) => `/api/v1/requests/${id}${end}`,
    ),
    ...['pause', 'resume', 'credentials'].map((verb) => `/api/v1/agents/${agent.id}/${verb}`),
    '/api/v1/grants/redeem',
  ]);
  for (const page of [`/?agent=${agent.name}`, `/requests/${id}`, '/history', '/policies', '/agents']) {
    await dana.goto(page);
    await expect(dana.getByRole('heading', { level: 1 })).toBeAttached();
    for (const link of await dana.getByRole('link').all()) {
      const href = new URL((await link.getAttribute('href')) ?? '', dana.url());
      if (href.origin === new URL(dana.url()).origin) paths.add(`${href.pathname}${href.search}`);
    }
  }
  // A sign-out link that a scanner follows would be found here as well: the calls after it would be refused.
  for (const path of paths) {
    const [got, headed] = [await dana.request.get(path), await dana.request.head(path)];
    expect([200, 404, 405], `GET ${path} ${got.status()}`).toContain(got.status());
    expect(headed.status(), `HEAD ${path}`).toBeLessThan(500);
  }
  expect(await stateOf(alex, id, agent.id)).toEqual(before);
  expect((await dana.request.get('/api/v1/me')).status()).toBe(200);
});

/** Everything a visit could have moved. That the request was opened is on record, and is no state of it. */
async function stateOf(alex: Page, id: string, agentId: string): Promise<unknown> {
  const { state, version, decisions, questions, revision } = await requestOf(alex, id);
  const agent = await (await alex.request.get(`/api/v1/agents/${agentId}`)).json();
  const policies = await (await alex.request.get('/api/v1/policies')).json();
  const { items } = (await (await alex.request.get(`/api/v1/requests/${id}/events`)).json()) as {
    items: { type: string }[];
  };
  const events = items.map(({ type }) => type).filter((type) => type !== 'request.opened');
  const { paused_at, retired_at, credentials } = agent;
  return {
    state,
    version,
    decisions,
    questions,
    revision,
    events,
    policies,
    paused_at,
    retired_at,
    keys: credentials.length,
  };
}
