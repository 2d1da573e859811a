import { randomUUID } from 'node:crypto';
import { actionOf } from './kit/agent.ts';
import { bar, open, readAll, requestOf } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('C2, F5: an action that changes while the dialog is open closes it, shows what changed, and nothing is decided', async ({
  as,
  agent,
}) => {
  const { id, digest } = await agent.ask(restart('web-3'));
  const dana = await as('dana');
  await open(dana, id);
  await readAll(dana);
  await bar(dana)
    .getByRole('button', { name: /^Approve/ })
    .click();
  const dialog = dana.getByRole('dialog', { name: 'Approve this action?' });
  await expect(dialog.getByRole('button', { name: /^Approve/ })).not.toHaveAttribute('aria-disabled', 'true');

  await agent.gate.revise(id, { action: actionOf(agent.id, restart('web-4')), reason: 'Wrong host.' }, randomUUID());

  await expect(dialog).toHaveCount(0);
  await expect(dana.getByText(/changed\. Nothing was decided\./)).toBeVisible();
  await expect(dana.getByText('Revision 2', { exact: true })).toBeVisible();
  const changed = dana.getByRole('region', { name: 'What changed' });
  await expect(changed).toContainText('web-3');
  await expect(changed).toContainText('web-4');
  const now = await requestOf(dana, id);
  expect(now).toMatchObject({ state: 'pending', revision: 2, decisions: [] });
  expect(now.digest).not.toBe(digest);
});
