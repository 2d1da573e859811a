import { approve, open } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('new requests wait behind a count while the reviewer is in the list, and nothing moves under the pointer', async ({
  as,
  agent,
}) => {
  await agent.ask(restart('web-1'));
  const dana = await as('dana');
  const live = dana.waitForResponse((response) => response.url().endsWith('/api/v1/stream'));
  await dana.goto(`/?agent=${agent.name}`);
  const rows = dana.getByRole('tabpanel').getByRole('link');
  await expect(rows).toHaveCount(1);
  await live;
  await rows.first().hover();
  const place = await rows.first().boundingBox();

  for (const host of ['web-2', 'web-3', 'web-4']) await agent.ask(restart(host), { expires_in_seconds: 600 });

  const bar = dana.getByRole('button', { name: '3 new, show them' });
  await expect(bar).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('web-1');
  expect((await rows.first().boundingBox())?.x).toBe(place?.x);
  await bar.click();
  await expect(rows).toHaveCount(4);
});

test('a request that arrives is in the queue by itself when nobody is in the list', async ({ as, agent }) => {
  const dana = await as('dana');
  const live = dana.waitForResponse((response) => response.url().endsWith('/api/v1/stream'));
  await dana.goto(`/?agent=${agent.name}`);
  await live;
  await agent.ask(restart('web-9'));
  await expect(dana.getByRole('tabpanel').getByRole('link', { name: /web-9/ })).toBeVisible({ timeout: 2000 });
});

test('a decision shows within two seconds in every other window that has the request open', async ({ as, agent }) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  const other = await dana.context().newPage();
  const noor = await as('noor');
  for (const page of [dana, other, noor]) await open(page, id);

  await dana.bringToFront();
  await approve(dana, 'Go on.');
  await expect(dana.getByText('Approved. The agent may run exactly this, once.')).toBeVisible();
  for (const page of [other, noor])
    await expect(
      page.getByRole('status').filter({ hasText: 'Approved; the agent has not used its grant yet' }),
    ).toBeVisible({
      timeout: 2000,
    });
});
