import { bar, decisionOn, forced, open, requestOf } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('B10: an auditor reads everything and decides nothing, not even past the page', async ({ as, agent }) => {
  const { id } = await agent.ask(restart(), { reason: 'Memory is growing.' });
  const noor = await as('noor');
  await noor.goto('/');
  await expect(noor).toHaveURL(/\/history/);
  await expect(noor.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Needs me/ })).toHaveCount(0);

  await open(noor, id);
  await expect(noor.getByRole('region', { name: 'What the agent says' })).toContainText('Memory is growing.');
  await expect(bar(noor)).toContainText('You read this without deciding');
  await expect(bar(noor).getByRole('button')).toHaveCount(0);
  for (const key of ['a', 'x', 'i']) await noor.keyboard.press(key);
  await expect(noor.getByRole('dialog')).toHaveCount(0);

  const refused = await forced(noor, `/requests/${id}/decisions`, await decisionOn(noor, id, 'approve'));
  expect(refused).toMatchObject({ status: 403, body: { code: 'role_required' } });
  expect(await requestOf(noor, id)).toMatchObject({ state: 'pending', decisions: [] });
});
