import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RequestForm } from '@countersign/sdk';
import { dropTable } from '../demo/agent/errands/drop-table.ts';
import type { Shop } from '../demo/shop/shop.ts';
import { agentWith, openRequests } from './kit/agent.ts';
import { demoAgent } from './kit/demo.ts';
import { bar, open } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { workingDay } from './kit/working-day.ts';

/** `npm run pictures` writes what the README shows; every other run only holds the pages to it. */
const folder = process.env.PICTURES ? join(import.meta.dirname, '..', 'docs', 'images') : undefined;
const window = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, reducedMotion: 'reduce' } as const;

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the README’s pictures show the product as it is, ${colorScheme}`, async ({ as, shop }) => {
    const drop = await theDrop(shop);
    for (const [agent, wanted, words] of workingDay)
      await agentWith(demoAgent(agent)).ask(wanted, { ...words, attach: true });

    const dana = await as('dana', { ...window, colorScheme });
    await open(dana, drop.id);
    await expect(dana.getByRole('heading', { level: 2 })).toHaveText(
      /^Drop table invoices_\d{4} \([\d,]+ rows\) in database shop$/,
    );
    await expect(dana.getByRole('region', { name: 'The exact action' })).toContainText('DROP TABLE invoices_');
    for (const name of [/^Ask/, /^Deny/, /^Approve/])
      await expect(bar(dana).getByRole('button', { name })).toBeVisible();
    await take(dana, `request-${colorScheme}`);

    await dana.goto(`/?sel=${drop.id}`);
    await expect(bar(dana)).toBeVisible();
    await expect(dana.getByRole('tabpanel').getByRole('link').nth(4)).toBeVisible();
    await take(dana, `queue-${colorScheme}`);
  });
}

/** The whole window, when nothing in it moves or has focus any more. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

/**
 * What the demo's billing assistant asks when a closed year is in its way, computed from the shop as it is. For the
 * pictures it is the demo agent's own request; elsewhere one of this test's, which no other story decides.
 */
async function theDrop(shop: Shop): Promise<RequestForm> {
  const { id, key, gate } = agentWith(demoAgent('billing-bot'));
  const { action, reason, evidence } = (await dropTable.propose(shop, { step: 0, agentId: id }))!;
  const isAsked = async () =>
    (await openRequests(key)).some((one) => one.action.context.change === action.context!.change);
  if (folder) await expect.poll(isAsked, { timeout: 30_000 }).toBe(true);
  const model = { provider: 'countersign-demo', name: 'scripted-agent', version: '1' };
  const told = { reason, evidence, model, run: { id: 'run-8841', step: '3' } };
  const context = folder ? action.context! : { change: `CHG-${randomInt(5000, 9999)}` };
  return gate.submit({ action: { ...action, context }, ...told, attach: true }, randomUUID());
}
