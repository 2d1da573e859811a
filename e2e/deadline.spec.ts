import { bar, decisionOn, forced, open } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('E1, A4: a deadline that passes is seen to pass, and a word that comes after it does not count', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask(restart(), { expires_in_seconds: 30 });
  const dana = await as('dana');
  await open(dana, id);
  const late = await decisionOn(dana, id, 'approve');
  await expect(dana.getByText(/^\d+s left$/)).toBeVisible();

  await expect(dana.getByRole('status').filter({ hasText: 'Expired; nothing ran' })).toBeVisible({ timeout: 40_000 });
  await expect(bar(dana).getByRole('button', { name: /^(Approve|Deny|Ask)/ })).toHaveCount(0);
  expect(await forced(dana, `/requests/${id}/decisions`, late)).toMatchObject({
    status: 410,
    body: { code: 'expired' },
  });
  expect(await agent.gate.get(id)).toMatchObject({ state: 'expired', next: 'stop', decisions: [] });
});
