import { runApproved } from '../demo/runner/run-approved.ts';
import { actionOf } from './kit/agent.ts';
import { kept } from './kit/demo.ts';
import { expect, test } from './kit/story.ts';
import { markPaid } from './kit/wishes.ts';

test('G1: a reviewer finds, reads and approves a request without touching the mouse, and the agent then really does it', async ({
  as,
  agent,
  shop,
}) => {
  const { rows } = await shop.query<{ id: number }>('SELECT id FROM invoices WHERE NOT paid ORDER BY random() LIMIT 1');
  const invoice = rows[0]!.id;
  const paid = async () => (await shop.query('SELECT paid FROM invoices WHERE id = $1', [invoice])).rows[0].paid;
  const place = { shop, exportFolder: kept('exports') };
  let asked = '';
  const run = agent.gate.guard(
    actionOf(agent.id, markPaid(invoice)),
    (approved) => runApproved(place, `${agent.id}:pay`, approved),
    {
      reason: 'The transfer arrived this morning.',
      onWaiting: ({ id }) => {
        asked = id;
      },
      describe: (ended) => ('value' in ended ? { summary: ended.value.summary } : {}),
    },
  );
  await expect.poll(() => asked).not.toBe('');

  const dana = await as('dana', { viewport: { width: 1440, height: 900 } });
  await dana.goto('/');
  const keys = dana.keyboard;
  await expect(dana.getByText('Live', { exact: true })).toBeVisible();
  await keys.press('/');
  await keys.type(agent.name);
  await expect(dana.getByRole('tabpanel').getByRole('link')).toHaveCount(1);
  await keys.press('Enter');
  await keys.press('j');
  await expect(dana.getByRole('tabpanel').getByRole('link')).toBeFocused();
  await keys.press('k');
  await keys.press('Enter');
  await expect(dana.getByRole('region', { name: 'What the agent says' })).toBeVisible();
  await keys.press('e');
  const dialog = dana.getByRole('dialog', { name: 'Approve this action?' });
  await expect(async () => {
    // Before all of it was on screen, A shows what is left instead.
    await keys.press('a');
    await expect(dialog.getByRole('heading')).toBeFocused({ timeout: 500 });
  }).toPass({ intervals: [50] });
  await expect(dialog.getByLabel(/^Reason/)).toBeVisible();
  await keys.press('Tab');
  await expect(dialog.getByLabel(/^Reason/)).toBeFocused();
  await keys.type('Matches the bank statement.');
  await expect(dialog.getByRole('button', { name: /^Approve/ })).not.toHaveAttribute('aria-disabled', 'true');
  expect(await paid()).toBe(false);
  await keys.press('Control+Enter');

  await expect(dana.getByRole('status').filter({ hasText: 'Ran and succeeded' })).toBeVisible();
  await expect(dana.getByText('UPDATE: 1 rows.').first()).toBeVisible();
  await expect(dana.getByText('What ran is exactly what was approved (same digest).')).toBeVisible();
  expect((await run).rows).toBe(1);
  expect(await paid()).toBe(true);
});
