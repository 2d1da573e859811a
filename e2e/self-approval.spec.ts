import { bar, decisionOn, forced, open, requestOf } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('B1: an agent’s owner reads why somebody else has to decide, and a forced call of hers is refused and recorded', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask(restart(), { reason: 'Memory is growing.' });
  const ann = await as('ann');
  await open(ann, id);
  await expect(bar(ann)).toContainText('Somebody else has to decide this: you are one of the people it belongs to.');
  for (const name of [/^Approve/, /^Deny/]) await expect(bar(ann).getByRole('button', { name })).toHaveCount(0);
  await ann.keyboard.press('a');
  await expect(ann.getByRole('dialog')).toHaveCount(0);

  const refused = await forced(ann, `/requests/${id}/decisions`, await decisionOn(ann, id, 'approve'));
  expect(refused).toMatchObject({ status: 403, body: { code: 'self_approval', excluded_as: 'owner' } });
  expect(await requestOf(ann, id)).toMatchObject({ state: 'pending', decisions: [] });

  const noor = await as('noor');
  await open(noor, id);
  await expect(noor.getByRole('region', { name: 'What has happened' })).toContainText(/Ann Weiss.*refused/);
});

test('B1: her own agents’ requests are not in her queue, but under Mine', async ({ as, agent }) => {
  await agent.ask(restart());
  const ann = await as('ann');
  await ann.goto(`/?agent=${agent.name}`);
  await expect(ann.getByRole('tabpanel').getByRole('link')).toHaveCount(0);
  await ann.goto(`/?tab=mine&agent=${agent.name}`);
  await expect(ann.getByRole('tabpanel').getByRole('link')).toHaveCount(1);
});
