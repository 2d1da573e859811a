import { readFileSync, writeFileSync } from 'node:fs';
import { kept } from './kit/demo.ts';
import { signInAs } from './kit/people.ts';
import { bar, open } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

const lee = { sub: 'demo-lee', name: 'Lee Park', email: 'lee@demo.test', password: 'lee-demo', groups: ['grp:sre'] };

test('D5: a reviewer whom an administrator disables is out with their very next request, whatever their browser still shows', async ({
  agent,
  as,
  browser,
  baseURL,
}) => {
  const { id } = await agent.ask(restart());
  changePeople((people) => [...people, lee]);
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const page = await context.newPage();
  await page.goto(`/requests/${id}`);
  await signInAs(page, lee.email, lee.password);
  await expect(page).toHaveURL(new RegExp(id));
  await open(page, id);
  await expect(bar(page).getByRole('button', { name: /^Deny/ })).toBeVisible();

  await disable(await as('alex'), lee.name);

  await bar(page).getByRole('button', { name: /^Deny/ }).click();
  await expect(page.getByRole('dialog')).toContainText('Your session has ended.');
  expect((await page.request.get('/api/v1/queue')).status()).toBe(401);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('button', { name: /^Sign in with/ })).toBeVisible();
  await context.close();
});

test('a person the company disabled is told so at its sign-in, and gets no session', async ({ page }) => {
  const mia = { ...lee, sub: 'demo-mia', email: 'mia@demo.test', name: 'Mia Lind', disabled: true };
  changePeople((people) => [...people, mia]);
  await page.goto('/sign-in');
  await signInAs(page, mia.email, mia.password);
  await expect(page.getByRole('alert')).toContainText('disabled');
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
});

/** Whom the company employs: the identity provider reads it anew at each sign-in. */
function changePeople(change: (people: object[]) => object[]): void {
  const file = kept('idp', 'people.json');
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
}

/** As an administrator does it, on the page that lists everybody. */
async function disable(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: `Disable… ${name}` }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Left the company today.');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('button', { name: `Enable… ${name}` })).toBeVisible();
}
