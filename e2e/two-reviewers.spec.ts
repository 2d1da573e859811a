import { me, registerAgent } from './kit/agent.ts';
import { bar, open, readAll, requestOf } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('A1: of two reviewers who confirm at the same moment one decides, and the other is told who was first', async ({
  as,
}) => {
  const alex = await as('alex');
  // Owned by Alex, so that both people of the sre group may decide.
  const agent = await registerAgent(alex.request, await me(alex.request));
  const { id } = await agent.ask(restart());
  const pages = [await as('dana'), await as('ann')];
  for (const page of pages) await readyToApprove(page, id);

  await Promise.all(pages.map((page) => page.keyboard.press('Control+Enter')));

  const words = pages.map(async (page) => {
    const notice = page.getByText(
      /^Approved\. The agent may run exactly this, once\.$|^(Dana Okafor|Ann Weiss) .*approved/,
    );
    await expect(notice.first()).toBeVisible();
    return notice.first().innerText();
  });
  const said = (await Promise.all(words)).sort();
  expect(said[0]).toBe('Approved. The agent may run exactly this, once.');
  expect(said[1]).toMatch(/^(Dana Okafor|Ann Weiss) .*approved/);
  for (const page of pages) await expect(bar(page).getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  const { state, decisions } = await requestOf(alex, id);
  expect(state).toBe('approved');
  expect(decisions.filter(({ decision }) => decision === 'approve')).toHaveLength(1);
});

async function readyToApprove(page: Page, id: string): Promise<void> {
  await open(page, id);
  await readAll(page);
  await bar(page)
    .getByRole('button', { name: /^Approve/ })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Fine with me.');
  await expect(dialog.getByRole('button', { name: /^Approve/ })).not.toHaveAttribute('aria-disabled', 'true');
}
