import { expect, test } from './kit/story.ts';
import { deleteOrders, restart } from './kit/wishes.ts';

test('what history is narrowed to stands in its address, so that a colleague who gets the link sees the same', async ({
  as,
  agent,
}) => {
  await agent.ask(restart('web-1'));
  await agent.ask(deleteOrders('2021-01-01'));
  const dana = await as('dana');
  await dana.goto('/history');
  await dana.getByRole('searchbox').fill(agent.name);
  const rows = dana.getByRole('row').filter({ hasText: agent.name });
  await expect(rows).toHaveCount(2);
  await expect(dana).toHaveURL(new RegExp(`q=${agent.name}`));

  await dana.getByRole('button', { name: 'Filters' }).click();
  await dana.getByLabel('Risk').selectOption('critical');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Delete from orders');
  await expect(dana).toHaveURL(/risk=critical/);

  const noor = await as('noor');
  await noor.goto(dana.url());
  await expect(noor.getByRole('row').filter({ hasText: agent.name })).toHaveCount(1);
  await noor.getByRole('button', { name: /^Remove filter Risk/ }).click();
  await expect(noor.getByRole('row').filter({ hasText: agent.name })).toHaveCount(2);
});
