import { type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { seedShop } from '../../demo/shop/seed.ts';
import { openShop, type Shop } from '../../demo/shop/shop.ts';
import { registerAgent, type TestAgent } from './agent.ts';
import { demo } from './demo.ts';
import { type Person, sessionOf } from './people.ts';

interface Stage {
  /** A window of this person, signed in through the identity provider. Each call is another browser context. */
  as: (who: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** An agent that nobody else uses, so that what it asks is this test's alone. */
  agent: TestAgent;
  /** The demo's shop: the database on which approved things are really done. */
  shop: Shop;
}

/** A story: people at their windows, an agent with its key, and a shop on which things really happen. */
export const test = base.extend<Stage>({
  as: async ({ browser, baseURL }, use) => {
    const opened: Page[] = [];
    await use(async (who, options = {}) => {
      const storageState = await sessionOf(browser, who);
      const context = await browser.newContext({ ...(baseURL && { baseURL }), storageState, ...options });
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
  agent: async ({ as }, use) => {
    const alex = await as('alex');
    const agent = await registerAgent(alex.request);
    await use(agent);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted
  shop: async ({}, use) => {
    const shop = openShop(demo().shopUrl);
    await seedShop(shop);
    await use(shop);
    await shop.end();
  },
});

export { expect, type Page } from '@playwright/test';
