import { join } from 'node:path';
import { countersign } from '@countersign/sdk';
import { seedShop } from '../shop/seed.ts';
import { openShop } from '../shop/shop.ts';
import { anotherFirst } from './another-first.ts';
import { type Desk, work } from './desk.ts';
import { Memory } from './memory.ts';
import type { AgentName } from './proposal.ts';
import { say } from './say.ts';
import { demoFile, readSettings } from './settings.ts';

/**
 * The demo's agents: programs that work on a shop's database and ask Countersign before they change anything.
 *
 * `npm start` runs this; by hand it is `node demo/agent/main.ts` while the product runs. What they do can be read here
 * line by line on standard output. They use the SDK like anybody else would, and nothing of the product besides.
 */
const { url, shopUrl, agents, executorKey, folder } = readSettings(demoFile());
const shop = openShop(shopUrl);
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

const member = (name: AgentName) => ({
  id: agents[name].id,
  gate: countersign({ url, key: agents[name].key, executorKey }),
});

const desk: Desk = {
  memory: new Memory(join(folder, 'agent-state.json')),
  place: { shop, exportFolder: join(folder, 'exports') },
  agents: {
    'billing-bot': member('billing-bot'),
    'crm-agent': member('crm-agent'),
    'deploy-bot': member('deploy-bot'),
  },
  dishonest: countersign({
    url,
    key: agents['billing-bot'].key,
    executorKey,
    fetch: anotherFirst((what) => say('billing-bot', what)),
  }),
  signal: stop.signal,
  pace: { open: 5, betweenMilliseconds: 3_000, afterSilenceMilliseconds: 60_000 },
};

say('', `the shop is ${await seedShop(shop)}; exports go to ${desk.place.exportFolder}`);
await work(desk);
await shop.end();
say('', 'stopped; what is open goes on at the next start');
