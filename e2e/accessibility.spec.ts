import AxeBuilder from '@axe-core/playwright';
import { bar, open, readAll } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { everyKind } from './kit/working-day.ts';

const window = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;

const places: Record<string, string> = {
  queue: '/',
  'empty queue': '/?q=nothing-is-called-this',
  history: '/history',
  policies: '/policies',
  policy: '/policies/prod',
  agents: '/agents',
  'not found': '/requests/req_00000000000000000000000000',
  'sign-in': '/sign-in?fresh=1&error=AccessDenied',
};

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on the pages that everybody meets, ${colorScheme}`, async ({ as }) => {
    const dana = await as('dana', { ...window, colorScheme });
    for (const [name, path] of Object.entries(places)) {
      await dana.goto(path);
      await expect(dana.getByRole('heading', { level: 1 })).toBeAttached();
      await isAccessible(dana, name, colorScheme);
    }
  });

  test(`axe finds nothing serious on a request of any kind, ${colorScheme}`, async ({ as, agent }) => {
    const dana = await as('dana', { ...window, colorScheme });
    for (const [kind, [wanted, words]] of Object.entries(everyKind)) {
      const { id } = await agent.ask(wanted, words);
      await open(dana, id);
      await isAccessible(dana, kind, colorScheme);
    }
  });

  test(`axe finds nothing serious in what opens to decide, ask and look closer, ${colorScheme}`, async ({
    as,
    agent,
  }) => {
    const [wanted, words] = everyKind.sql!;
    const { id } = await agent.ask({ ...wanted, name: 'sql.query' }, words);
    const dana = await as('dana', { ...window, colorScheme });
    await open(dana, id);
    await readAll(dana);
    for (const name of [/^Approve/, /^Deny/, /^Ask/]) {
      await bar(dana).getByRole('button', { name }).click();
      await expect(dana.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
      await isAccessible(dana, `dialog ${name}`, colorScheme);
      await dana.keyboard.press('Escape');
      await expect(dana.getByRole('dialog')).toHaveCount(0);
    }
    await dana.getByRole('tab', { name: 'Canonical JSON' }).click();
    await dana.keyboard.press('?');
    await expect(dana.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
    await isAccessible(dana, 'canonical JSON and the keys', colorScheme);
  });

  test(`axe finds nothing serious where administrators register agents and see people, ${colorScheme}`, async ({
    as,
    agent,
  }) => {
    const alex = await as('alex', { ...window, colorScheme });
    for (const path of [
      '/agents/new',
      `/agents/${agent.id}`,
      '/agents/executors',
      '/agents/executors/new',
      '/people',
    ]) {
      await alex.goto(path);
      await expect(alex.getByRole('heading', { level: 1 })).toBeAttached();
      await isAccessible(alex, path, colorScheme);
    }
  });

  test(`axe finds nothing serious in the dialogs of administrators, ${colorScheme}`, async ({ as, agent }) => {
    const alex = await as('alex', { ...window, colorScheme });
    await alex.goto('/people');
    await alex
      .getByRole('button', { name: /^Disable/ })
      .first()
      .click();
    await isAccessible(alex, 'disable a person', colorScheme);
    await alex.goto(`/agents/${agent.id}`);
    await alex.getByRole('button', { name: /^Issue key/ }).click();
    await isAccessible(alex, 'issue a key', colorScheme);
    await alex.getByRole('dialog').getByRole('button', { name: 'Issue key' }).click();
    await expect(alex.getByRole('dialog').getByLabel('Key', { exact: true })).toBeVisible();
    await isAccessible(alex, 'key shown once', colorScheme);
  });
}

/** WCAG 2.2, A and AA. What is dark has the same elements as what is light, so there only the colours are looked at. */
async function isAccessible(page: Page, what: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const { violations } = await axe.analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
  expect.soft(serious, what).toEqual([]);
}
