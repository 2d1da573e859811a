import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { RequestForm } from '@countersign/sdk';
import type { Step } from '../demo/agent/memory.ts';
import { openRequests } from './kit/agent.ts';
import { demoAgent, kept } from './kit/demo.ts';
import { approve, bar, deny, open } from './kit/review.ts';
import { expect, test } from './kit/story.ts';

const agents = ['billing-bot', 'crm-agent'] as const;

test('what two people let the demo agent drop is gone from the shop, and the page says so', async ({ as, shop }) => {
  const { id, action } = await waitsFor('drop a table');
  const table = /^DROP TABLE (invoices_\d{4})$/.exec(statementOf(action))![1]!;
  const isThere = async () => (await shop.query('SELECT to_regclass($1) AS found', [table])).rows[0].found !== null;

  const dana = await as('dana');
  await open(dana, id);
  await expect(dana.getByRole('heading', { level: 2 })).toHaveText(new RegExp(`^Drop table ${table}`));
  await approve(dana, 'Finance confirmed the archive.');
  await expect(dana.getByText('Your approval is recorded.')).toBeVisible();
  expect(await isThere()).toBe(true);

  const sam = await as('sam');
  await open(sam, id);
  await approve(sam, 'No open case needs that year.');
  await expect(sam.getByText('Approved. The agent may run exactly this, once.')).toBeVisible();
  for (const page of [sam, dana])
    await expect(page.getByRole('status').filter({ hasText: 'Ran and succeeded' })).toBeVisible();
  await expect(dana.getByText('What ran is exactly what was approved (same digest).')).toBeVisible();
  expect(await isThere()).toBe(false);
});

test('what the data’s owner denies the demo agent is never written to a file', async ({ as }) => {
  const { id, action } = await waitsFor('export customers');
  const priya = await as('priya');
  await open(priya, id);
  await deny(priya, 'The import needs ids only. Ask again without names and addresses.');
  await expect(priya.getByRole('status').filter({ hasText: 'Denied; nothing ran' })).toBeVisible();
  await expect(bar(priya).getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  expect(existsSync(kept('exports', String(action.action.properties?.destination)))).toBe(false);
});

/** The request that the demo's agents have open for this errand, as they keep it written down, so it is one they follow. */
async function waitsFor(errand: string): Promise<RequestForm> {
  let found: RequestForm | undefined;
  await expect(async () => {
    const { open: steps } = JSON.parse(readFileSync(kept('agent-state.json'), 'utf8')) as { open: Step[] };
    const wanted = steps.find((step) => step.errand === errand)?.proposal.action;
    const waiting = (await Promise.all(agents.map((name) => openRequests(demoAgent(name).key)))).flat();
    found = waiting.find(({ action }) => wanted && isDeepStrictEqual(action, { context: {}, ...wanted }));
    expect(found).toBeDefined();
  }).toPass({ timeout: 30_000 });
  return found!;
}

function statementOf(action: RequestForm['action']): string {
  return String(action.action.properties?.statement);
}
