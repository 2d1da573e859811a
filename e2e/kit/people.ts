import { type Browser, expect, type Page } from '@playwright/test';
import { demo } from './demo.ts';

/** The demo company's people, by first name. */
export type Person = 'dana' | 'sam' | 'priya' | 'alex' | 'noor' | 'ann';

type Session = Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>>;

const sessions = new Map<Person, Promise<Session>>();

/** Go through the sign-in as the person does: our button, the identity provider's form, and back to where it led. */
export async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('button', { name: /^Sign in with/ }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export function credentialsOf(who: Person): { email: string; password: string; name: string } {
  const found = demo().people.find(({ email }) => email === `${who}@demo.test`);
  if (!found) throw new Error(`The demo has no ${who}.`);
  return found;
}

/** The person's session: they sign in once a run, and every window of theirs begins with it. */
export function sessionOf(browser: Browser, who: Person): Promise<Session> {
  let session = sessions.get(who);
  if (!session) {
    session = begin(browser, who);
    sessions.set(who, session);
  }
  return session;
}

async function begin(browser: Browser, who: Person): Promise<Session> {
  const context = await browser.newContext({ baseURL: demo().baseUrl });
  const page = await context.newPage();
  const { email, password } = credentialsOf(who);
  await page.goto('/sign-in?to=/history');
  await signInAs(page, email, password);
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  const state = await context.storageState();
  await context.close();
  return state;
}
