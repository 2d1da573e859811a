import { randomUUID } from 'node:crypto';
import { bar, decisionOn, forced, open, requestOf } from './kit/review.ts';
import { expect, test } from './kit/story.ts';

/** A statement of so many lines that it folds. */
const long = Array.from({ length: 120 }, (_, line) => `UPDATE invoices SET paid = true WHERE id = ${line};`).join('\n');

test('C10: Approve stays dark until every fold was opened and scrolled through, by click and by key', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask({
    name: 'sql.execute',
    properties: { statement: long, dialect: 'postgres', max_rows: 120 },
    resource: { type: 'database', id: 'shop' },
  });
  const dana = await as('dana');
  await open(dana, id);
  const button = bar(dana).getByRole('button', { name: /^Approve/ });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await dana.getByRole('heading', { name: 'Who asks' }).click();
  for (let step = 0; step < 8; step++) await dana.mouse.wheel(0, 600);
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await dana.keyboard.press('a');
  await expect(dana.getByRole('dialog')).toHaveCount(0);

  // Pressed too early it opened the folds. Now what was in them has to be scrolled through.
  await dana.keyboard.press('Home');
  await expect(dana.getByRole('heading', { level: 2 })).toBeInViewport();
  await expect(async () => {
    await dana.mouse.wheel(0, 300);
    await expect(bar(dana)).toContainText('You have seen all of it.', { timeout: 100 });
  }).toPass({ intervals: [50] });
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.click();
  await expect(dana.getByRole('dialog', { name: 'Approve this action?' })).toBeVisible();
});

test('C10: approving what this person was never shown is refused by the server', async ({ as, agent }) => {
  const { id } = await agent.ask({ name: 'shell.run', resource: { type: 'host', id: randomUUID() } });
  const [dana, ann] = [await as('dana'), await as('ann')];
  const shownToAnother = await decisionOn(ann, id, 'approve');
  const refused = await forced(dana, `/requests/${id}/decisions`, shownToAnother);
  expect(refused).toMatchObject({ status: 409, body: { code: 'view_incomplete' } });
  expect(await requestOf(dana, id)).toMatchObject({ state: 'pending', decisions: [] });
});
