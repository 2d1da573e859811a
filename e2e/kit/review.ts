import type { RequestForm } from '@countersign/sdk';
import { expect, type Locator, type Page } from '@playwright/test';
import { demo } from './demo.ts';

/** The bar with what can be decided. */
export function bar(page: Page): Locator {
  return page.getByRole('region', { name: 'Decision', exact: true });
}

/** Open a request's own page and wait until it hears of changes. */
export async function open(page: Page, id: string): Promise<void> {
  const live = page.waitForResponse((response) => response.url().endsWith('/api/v1/stream'));
  await page.goto(`/requests/${id}`);
  await expect(bar(page)).toBeVisible();
  await live;
}

/** Look at all of the Action: open what is folded, go through it from top to bottom. */
export async function readAll(page: Page): Promise<void> {
  const left = bar(page).getByRole('button', { name: /sections seen/ });
  await expect(async () => {
    if ((await left.count()) > 0) {
      await left.click();
      await goThrough(page);
    }
    await expect(bar(page)).toContainText('You have seen all of it.', { timeout: 300 });
  }).toPass({ intervals: [100] });
}

async function goThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(done));
    for (let top = 0; top < document.documentElement.scrollHeight; top += window.innerHeight / 2) {
      window.scrollTo({ top, behavior: 'instant' });
      await drawn();
      await drawn();
    }
  });
}

/** Read all of it, press the button in the bar, write why, confirm. What the page then says is the caller's to check. */
export async function approve(page: Page, reason: string): Promise<void> {
  await readAll(page);
  await bar(page)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await confirm(page, /^Approve/, reason);
}

export async function deny(page: Page, reason: string): Promise<void> {
  await bar(page).getByRole('button', { name: /^Deny/ }).click();
  await confirm(page, /^Deny/, reason);
}

export async function ask(page: Page, question: string): Promise<void> {
  await bar(page).getByRole('button', { name: /^Ask/ }).click();
  await confirm(page, /^Send question/, question);
}

/** In an open dialog: write, wait until its button is live, press it. */
export async function confirm(page: Page, name: RegExp, words: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill(words);
  const button = dialog.getByRole('button', { name });
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  await button.click();
}

/** The request as this person's API session sees it now. */
export async function requestOf(page: Page, id: string): Promise<RequestForm> {
  const response = await page.request.get(`/api/v1/requests/${id}`);
  expect(response.status()).toBe(200);
  return (await response.json()) as RequestForm;
}

/** What a page could send by itself: a call with the person's session and our own origin, whatever the page offers. */
export async function forced(page: Page, path: string, data: unknown) {
  const response = await page.request.post(`/api/v1${path}`, { data, headers: { origin: demo().baseUrl } });
  return { status: response.status(), body: (await response.json()) as Record<string, unknown> };
}

/** The words with which a page would decide about what this person was shown. */
export async function decisionOn(
  page: Page,
  id: string,
  decision: 'approve' | 'deny',
): Promise<Record<string, unknown>> {
  const response = await page.request.get(`/api/v1/requests/${id}/card`);
  const { revision, digest, view_digest } = (await response.json()) as Record<string, unknown>;
  return { decision, revision, digest, view_digest, reason: 'Forced past the page.' };
}
