import { actionOf } from './kit/agent.ts';
import { approve, ask, open } from './kit/review.ts';
import { expect, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('a reviewer’s question reaches the agent, its answer stands beside the request as its own words, and both can still be decided', async ({
  as,
  agent,
}) => {
  const host = `web-${agent.name}`;
  let asked = '';
  const run = agent.gate.guard(actionOf(agent.id, restart(host)), () => 'restarted', {
    onWaiting: ({ id }) => {
      asked = id;
    },
    onQuestion: ({ text }) => `You asked "${text}". Nobody is on it: traffic goes to the other two.`,
  });
  await expect.poll(() => asked).not.toBe('');

  const dana = await as('dana');
  await open(dana, asked);
  await ask(dana, 'Who is on that host?');
  const questions = dana.getByRole('region', { name: 'Questions' });
  await expect(questions).toContainText('Who is on that host?');
  await expect(questions).toContainText('Nobody is on it: traffic goes to the other two.');
  await expect(questions).toContainText('supplied by the agent, not checked');

  await approve(dana, 'Good: the other two carry it.');
  await expect(dana.getByRole('status').filter({ hasText: 'Ran and succeeded' })).toBeVisible();
  expect(await run).toBe('restarted');
});
