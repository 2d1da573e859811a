import AxeBuilder from '@axe-core/playwright';
import { bar, open, readAll } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { everyKind } from './kit/working-day.ts';

test.describe.configure({ timeout: 120_000 });

test('axe finds nothing serious on the pages that everybody meets, in light and in dark', async ({ as, page }) => {
  await page.goto('/sign-in?error=AccessDenied');
  await isAccessible(page, 'sign-in');
  const dana = await as('dana', { viewport: { width: 1440, height: 900 } });
  const places: Record<string, string> = {
    queue: '/',
    'empty queue': '/?q=nothing-is-called-this',
    done: '/?tab=done',
    history: '/history',
    policies: '/policies',
    agents: '/agents',
    'not found': '/requests/req_00000000000000000000000000',
  };
  for (const [name, path] of Object.entries(places)) {
    await dana.goto(path);
    await expect(dana.getByRole('heading', { level: 1 })).toBeAttached();
    await isAccessible(dana, name);
  }
  await dana.goto('/policies');
  await dana.getByRole('main').getByRole('link').first().click();
  await expect(dana).toHaveURL(/\/policies\/.+/);
  await isAccessible(dana, 'policy');
});

for (const [kind, [wanted, words]] of Object.entries(everyKind)) {
  test(`axe finds nothing serious on a request to review: ${kind}`, async ({ as, agent }) => {
    const { id } = await agent.ask(wanted, words);
    const dana = await as('dana');
    await open(dana, id);
    await isAccessible(dana, kind);
    await dana.getByRole('tab', { name: 'Canonical JSON' }).click();
    await isAccessible(dana, `${kind}, canonical`);
  });
}

test('axe finds nothing serious in the dialogs that decide, ask and explain the keys', async ({ as, agent }) => {
  const [wanted, words] = everyKind.shell!;
  const { id } = await agent.ask(wanted, words);
  const dana = await as('dana');
  await open(dana, id);
  await readAll(dana);
  for (const name of [/^Approve/, /^Deny/, /^Ask/]) {
    await bar(dana).getByRole('button', { name }).click();
    await expect(dana.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
    await isAccessible(dana, `dialog ${name}`);
    await dana.keyboard.press('Escape');
    await expect(dana.getByRole('dialog')).toHaveCount(0);
  }
  await dana.keyboard.press('?');
  await expect(dana.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await isAccessible(dana, 'keys');
});

/** WCAG 2.2 A and AA, in both themes; motion that is under way has no contrast yet, so it is switched off. */
async function isAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
    expect.soft(serious, `${what}, ${colorScheme}`).toEqual([]);
  }
}
