import { bar, open, readAll, requestOf } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';
import { restart } from './kit/wishes.ts';

test('I10, G2: no single key, no Enter on a fresh dialog and no click within 600 ms approves anything', async ({
  as,
  agent,
}) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  const sent: string[] = [];
  dana.on('request', (request) => {
    if (request.url().endsWith('/decisions')) sent.push(request.method());
  });
  // The page's clock is the test's, so that 600 ms are 600 ms however slow the machine is.
  await dana.clock.install();
  await open(dana, id);
  await readAll(dana);
  await dana.clock.pauseAt(Date.now() + 3_600_000);

  await dana.keyboard.press('a');
  const dialog = dana.getByRole('dialog', { name: 'Approve this action?' });
  const button = dialog.getByRole('button', { name: /^Approve/ });
  await shown(dana);
  await expect(dialog.getByRole('heading')).toBeFocused();

  for (const key of ['Enter', 'Space', 'a', 'y', 'Control+Enter', 'Meta+Enter']) await dana.keyboard.press(key);
  await button.dblclick({ force: true });
  await dana.clock.runFor(500);
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.click({ force: true });
  await dana.keyboard.press('Control+Enter');
  await dialog.getByRole('heading').focus();
  await dana.clock.runFor(200);
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  // Ready now, and still neither Enter on the heading nor a key held down says anything.
  await dana.keyboard.press('Enter');
  await dana.keyboard.down('Control');
  await dana.evaluate(() =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, repeat: true, bubbles: true }),
    ),
  );
  await dana.keyboard.up('Control');
  await dana.clock.runFor(200);

  expect(sent).toEqual([]);
  expect(await requestOf(dana, id)).toMatchObject({ state: 'pending', decisions: [] });
});

test('I6, A5: a double click on a live confirm button is one decision', async ({ as, agent }) => {
  const { id } = await agent.ask(restart());
  const dana = await as('dana');
  await open(dana, id);
  await readAll(dana);
  await bar(dana)
    .getByRole('button', { name: /^Approve/ })
    .dblclick();
  const button = dana.getByRole('dialog').getByRole('button', { name: /^Approve/ });
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.dblclick();
  await expect(dana.getByText('Approved. The agent may run exactly this, once.')).toBeVisible();
  expect((await requestOf(dana, id)).decisions).toHaveLength(1);
});

/** Let the page go on in small steps until the dialog has read the request; its 600 ms begin then. */
async function shown(page: Page): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(10);
    await expect(page.getByRole('dialog').getByText(/^Run/)).toBeVisible({ timeout: 50 });
  }).toPass({ intervals: [50] });
}
