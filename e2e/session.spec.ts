import { credentialsOf, signInAs } from './kit/people.ts';
import { bar, open, readAll, requestOf } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('D5: a session that ends while a reason is being written costs a sign-in beside the page, and not one word', async ({
  agent,
  browser,
  baseURL,
}) => {
  const { id } = await agent.ask(restart());
  // A session of this test's own: others must not lose theirs.
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const page = await context.newPage();
  const { email, password } = credentialsOf('dana');
  await page.goto(`/requests/${id}`);
  await signInAs(page, email, password);
  await expect(bar(page)).toBeVisible();
  await open(page, id);
  await readAll(page);
  await bar(page)
    .getByRole('button', { name: /^Approve/ })
    .click();
  const dialog = page.getByRole('dialog');
  const button = dialog.getByRole('button', { name: /^Approve/ });
  await dialog.getByRole('textbox').fill('I checked the graphs of both others first.');
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');

  await context.clearCookies({ name: 'countersign' });
  await button.click();
  await expect(dialog.getByRole('alert')).toContainText('Your session has ended.');
  await expect(dialog.getByRole('textbox')).toHaveValue('I checked the graphs of both others first.');

  const opening = page.waitForEvent('popup');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await signInAs(popup, email, password);
  await closed;

  await expect(dialog.getByText('You are signed in again.')).toBeVisible();
  await expect(dialog.getByRole('textbox')).toHaveValue('I checked the graphs of both others first.');
  await button.click();
  await expect(page.getByText('Approved. The agent may run exactly this, once.')).toBeVisible();
  const { decisions } = await requestOf(page, id);
  expect(decisions).toMatchObject([{ decision: 'approve', reason: 'I checked the graphs of both others first.' }]);
  await context.close();
});
