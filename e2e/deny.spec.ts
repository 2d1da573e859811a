import type { Ran } from '../demo/runner/ran.ts';
import { runApproved } from '../demo/runner/run-approved.ts';
import type { Shop } from '../demo/shop/shop.ts';
import { actionOf } from './kit/agent.ts';
import { kept } from './kit/demo.ts';
import { bar, confirm, deny, open } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { deleteOrders } from './kit/wishes.ts';

test('a denied deletion leaves every row of the shop as it was, and the agent hears the reviewer’s reason', async ({
  as,
  agent,
  shop,
}) => {
  const before = await fingerprintOf(shop);
  let asked = '';
  let ran = false;
  const attempt: Promise<Ran | Error> = agent.gate
    .guard(
      actionOf(agent.id, deleteOrders('2026-01-01')),
      (approved) => {
        ran = true;
        return runApproved({ shop, exportFolder: kept('exports') }, `${agent.id}:delete`, approved);
      },
      {
        onWaiting: ({ id }) => {
          asked = id;
        },
      },
    )
    .catch((error: Error) => error);
  await expect.poll(() => asked).not.toBe('');

  const dana = await as('dana');
  await open(dana, asked);
  await deny(dana, 'Half of those carts are from this month.');
  await expect(dana.getByText('Denied. The agent was told, with your reason.')).toBeVisible();
  await expect(dana.getByRole('status').filter({ hasText: 'Denied; nothing ran' })).toBeVisible();
  await expect(bar(dana).getByRole('button', { name: /Approve|Deny/ })).toHaveCount(0);

  expect(await attempt).toMatchObject({ code: 'denied', message: expect.stringContaining('from this month') });
  expect(ran).toBe(false);
  expect(await fingerprintOf(shop)).toEqual(before);
});

test('a denial needs a reason, and a number key writes a usual one without sending it', async ({ as, agent }) => {
  const { id } = await agent.ask(deleteOrders('2026-01-02'));
  const dana = await as('dana');
  await open(dana, id);
  await bar(dana).getByRole('button', { name: /^Deny/ }).click();
  const dialog = dana.getByRole('dialog', { name: 'Deny this action?' });
  const button = dialog.getByRole('button', { name: /^Deny/ });
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.click();
  await expect(dialog.getByRole('alert')).toHaveText('Say why in a sentence: the agent is told.');
  await dialog.getByRole('heading').focus();
  await dana.keyboard.press('2');
  await expect(dialog.getByRole('textbox')).toHaveValue('Too broad: narrow it down and ask again.');
  expect((await agent.gate.get(id)).state).toBe('pending');
  await confirm(dana, /^Deny/, 'Too broad: narrow it down and ask again.');
  await expect.poll(async () => (await agent.gate.get(id)).state).toBe('denied');
});

/** How many rows every table that a deletion could reach has, and what is in them. */
async function fingerprintOf(shop: Shop): Promise<unknown> {
  const { rows } = await shop.query(`
    SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders,
      (SELECT sum(hashtext(o::text)::bigint) FROM orders o) AS "what orders say"`);
  return rows[0];
}
