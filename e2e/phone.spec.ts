import { approve, open, requestOf } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';
import { everyKind } from './kit/working-day.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('G4: on a phone a reviewer goes from the queue to a decision, one column all the way', async ({ as, agent }) => {
  const { id } = await agent.ask(restart(), { reason: 'Memory is growing.' });
  const dana = await as('dana', phone);
  await dana.goto(`/?agent=${agent.name}`);
  await fits(dana);
  await dana.getByRole('tabpanel').getByRole('link').tap();
  await expect(dana).toHaveURL(new RegExp(`/requests/${id}`));
  await fits(dana);
  await approve(dana, 'Go on.');
  await expect(dana.getByText('Approved. The agent may run exactly this, once.')).toBeVisible();
  await fits(dana);
  expect((await requestOf(dana, id)).state).toBe('approved');
});

test('G4: no page has to be pushed sideways at 390 pixels', async ({ as, agent, page }) => {
  const dana = await as('dana', phone);
  for (const path of [
    '/',
    '/?tab=others',
    '/?tab=done',
    '/history',
    '/policies',
    '/policies/prod',
    '/agents',
    '/nowhere',
  ]) {
    await dana.goto(path);
    await expect(dana.getByRole('heading', { level: 1 })).toBeAttached();
    await fits(dana);
  }
  for (const [wanted, words] of Object.values(everyKind)) {
    const { id } = await agent.ask(wanted, words);
    await open(dana, id);
    await fits(dana);
  }
  await page.setViewportSize(phone.viewport);
  await page.goto('/sign-in');
  await fits(page);
});

async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const all = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1);
    return all.slice(-3).map((one) => one.outerHTML.slice(0, 200));
  });
  expect.soft(wide, page.url()).toEqual([]);
}
