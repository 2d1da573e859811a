import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, countersign } from '@countersign/sdk';
import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { apiListener } from '#lib/api/listen.ts';
import { waits } from '#lib/api/waits.ts';
import { decideOn } from '#lib/approvals/testing.ts';
import { pool } from '#lib/db/pool.ts';
import { type TestDatabase, testDatabase } from '#lib/db/testing.ts';
import { readSession } from '#lib/identity/session.ts';
import { addSession } from '#lib/identity/testing.ts';
import type { Verdict } from '#protocol/wire.ts';
import { type Demo, loadDemo } from '../prisma/scenarios/demo.ts';
import type { Errand } from './agent/proposal.ts';
import { seedShop } from './shop/seed.ts';
import { openShop, type Shop } from './shop/shop.ts';

/** The demo company around a real server on a free port, with a shop and an export folder of this test file's own. */
export interface DemoCompany {
  shop(): Shop;
  exportFolder(): string;
  agent(errand: Errand): { id: string; gate: Client };
  /** A client of the errand's agent with another `fetch`. */
  gateWith(errand: Errand, fetching: typeof fetch): Client;
  /** This person opens the card and says the word. */
  decide(name: string, requestId: string, verdict: Verdict): Promise<unknown>;
}

export function demoCompany(): DemoCompany {
  const database = testDatabase();
  const server = createServer((request, response) => void apiListener(request, response));
  let demo: Demo;
  let shop: Shop;
  let folder = '';

  beforeAll(async () => {
    shop = await ownShop(database);
    folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
    demo = await loadDemo();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    waits().close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await shop.end();
    await database.superuserPool().query(`DROP DATABASE ${shopName(database)} WITH (FORCE)`);
    rmSync(folder, { recursive: true });
  });

  const gateWith = (errand: Errand, fetching: typeof fetch) =>
    countersign({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      key: demo.agents.find(({ name }) => name === errand.agent)!.key,
      executorKey: demo.executors[0]!.key,
      fetch: fetching,
    });
  return {
    shop: () => shop,
    exportFolder: () => folder,
    gateWith,
    agent: (errand) => ({
      id: demo.agents.find(({ name }) => name === errand.agent)!.id,
      gate: gateWith(errand, fetch),
    }),
    decide: async (name, requestId, verdict) => {
      const { rows } = await pool().query<{ id: string }>('SELECT id FROM person WHERE email = $1', [
        `${name}@demo.test`,
      ]);
      const human = await readSession(await addSession(rows[0]!.id));
      return decideOn(human!, requestId, verdict);
    },
  };
}

function shopName(database: TestDatabase): string {
  return `${new URL(database.url()).pathname.slice(1)}_shop`;
}

/** A shop in a database of its own on the test server, owned by the shop's own role. */
async function ownShop(database: TestDatabase): Promise<Shop> {
  const name = shopName(database);
  await database.superuserPool().query(`CREATE DATABASE ${name} OWNER shop`);
  const url = new URL(database.url('shop'));
  url.pathname = `/${name}`;
  const shop = openShop(url.href);
  await seedShop(shop);
  return shop;
}

/** The number a query answers with. */
export async function count(shop: pg.Pool, statement: string): Promise<number> {
  const { rows } = await shop.query(statement);
  return Number(Object.values(rows[0])[0]);
}
