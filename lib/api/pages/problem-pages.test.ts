import { expect, test } from 'vitest';
import { problemsMarkdown } from './problem-pages.ts';

test('docs/problems.md says what the pages say', async () => {
  await expect(problemsMarkdown()).toMatchFileSnapshot('../../../docs/problems.md');
});
