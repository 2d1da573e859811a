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

  const won = (page: Page) => page.getByText('Approved. The agent may run exactly this, once.');
  // Told by the server's answer, or, where the news was faster than the click, by the dialog itself.
  const lost = (page: Page) =>
    page
      .getByText(/^(Dana Okafor|Ann Weiss) approved this .*\.$/)
      .or(page.getByText('This is no longer yours to decide.'));
  for (const page of pages) await expect(won(page).or(lost(page))).toBeVisible();
  const ends = await Promise.all(pages.map(async (page) => ((await won(page).isVisible()) ? 'won' : 'lost')));
  expect(ends.sort()).toEqual(['lost', 'won']);
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
