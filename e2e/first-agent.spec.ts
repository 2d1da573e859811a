import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { actionOf } from './kit/agent.ts';
import { demo } from './kit/demo.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('an administrator registers an agent with a key that is shown once, it asks, and once the key is revoked it is refused', async ({
  as,
}) => {
  const name = `first-${randomBytes(4).toString('hex')}`;
  const alex = await as('alex');
  await register(alex, name);
  const agentId = new URL(alex.url()).pathname.split('/').at(-1)!;

  const key = await issueKey(alex);
  await alex.reload();
  await expect(alex.getByRole('region', { name: 'Keys' })).toContainText(key.slice(0, 33));
  expect(await alex.content()).not.toContain(key);

  const asked = await ask(key, agentId);
  expect(asked.status).toBe(202);
  await expect(async () => {
    await alex.reload();
    await expect(alex.getByRole('region', { name: 'Keys' })).not.toContainText('never', { timeout: 500 });
  }).toPass();

  await alex.getByRole('button', { name: /^Revoke/ }).click();
  await alex.getByRole('dialog').getByLabel('Reason').fill('The story is over.');
  await alex.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(alex.getByRole('region', { name: 'Keys' })).toContainText('revoked');
  expect(await ask(key, agentId)).toMatchObject({ status: 401, body: { code: 'credential_revoked' } });
});

test('a registration that is refused says so beside the field, and keeps what was written', async ({ as }) => {
  const alex = await as('alex');
  await alex.goto('/agents/new');
  await fill(alex, demo().agents[0]!.name);
  await alex.getByRole('button', { name: 'Register agent' }).click();
  const name = alex.getByLabel('Name', { exact: true }).first();
  await expect(name).toHaveAccessibleDescription(/is taken/);
  await expect(name).toBeFocused();
  await expect(name).toHaveValue(demo().agents[0]!.name);
});

test('reviewers see an agent and its keys, and no control that is not theirs', async ({ as, agent }) => {
  const dana = await as('dana');
  await dana.goto('/agents');
  await expect(dana.getByText('Administrators register agents.')).toBeVisible();
  await expect(dana.getByRole('link', { name: 'People' })).toHaveCount(0);
  await dana.getByRole('link', { name: agent.name }).click();
  await expect(dana.getByRole('heading', { level: 1, name: agent.name })).toBeVisible();
  await expect(dana.getByRole('button', { name: /^(Issue|Revoke|Retire|Save)/ })).toHaveCount(0);
  await expect(dana.getByRole('button', { name: /^Stop/ })).toBeVisible();
});

async function register(page: Page, name: string): Promise<void> {
  await page.goto('/agents');
  await page.getByRole('link', { name: 'Register agent' }).click();
  await fill(page, name);
  await page.getByRole('button', { name: 'Register agent' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function fill(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).first().fill(name);
  await page.getByLabel('Owner').selectOption({ label: 'Ann Weiss (ann@demo.test)' });
  await page.getByLabel('Executor', { exact: true }).selectOption({ label: 'shop-runner, network' });
}

/** The key as the page shows it, which no stray press may take away. */
async function issueKey(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Issue key…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Issue key' }).click();
  const shown = dialog.getByLabel('Key', { exact: true });
  await expect(shown).toHaveValue(/^cs_agt_/);
  await page.keyboard.press('Escape');
  const key = await shown.inputValue();
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Issue key…' })).toBeFocused();
  return key;
}

/** What the agent's own program sends, with nothing but its key. */
async function ask(key: string, agentId: string) {
  const response = await fetch(`${demo().baseUrl}/api/v1/requests`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': randomBytes(8).toString('hex'),
      'content-type': 'application/json',
    },
    body: JSON.stringify({ action: actionOf(agentId, restart()) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
