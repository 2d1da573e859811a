import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pool } from '#lib/db/pool.ts';
import { count, demoCompany } from '../testing.ts';
import { type Desk, work } from './desk.ts';
import { changeGrant } from './errands/change-grant.ts';
import { deployService } from './errands/deploy-service.ts';
import { exportCustomers } from './errands/export-customers.ts';
import { Memory } from './memory.ts';

const company = demoCompany();
const stateFile = () => join(company.exportFolder(), 'agent-state.json');
const pending = `SELECT count(*) FROM request WHERE state = 'pending'`;

function desk(signal: AbortSignal): Desk {
  return {
    memory: new Memory(stateFile()),
    place: { shop: company.shop(), exportFolder: company.exportFolder() },
    agents: {
      'billing-bot': company.agent(changeGrant),
      'crm-agent': company.agent(exportCustomers),
      'deploy-bot': company.agent(deployService),
    },
    dishonest: company.agent(changeGrant).gate,
    signal,
    pace: { open: 5, betweenMilliseconds: 10, afterSilenceMilliseconds: 10 },
  };
}

const openRequests = () => expect.poll(() => count(pool(), pending), { timeout: 10_000 });

test('the agents keep five requests open, stop when told, and go on with the very same ones', async () => {
  const first = new AbortController();
  const working = work(desk(first.signal));
  await openRequests().toBe(5);
  first.abort();
  await working;
  const kept = JSON.parse(readFileSync(stateFile(), 'utf8'));
  expect(kept.open).toHaveLength(5);
  expect(statSync(stateFile()).mode & 0o777).toBe(0o600);

  const second = new AbortController();
  const again = work(desk(second.signal));
  const replayed = `SELECT count(*) FROM idempotency WHERE endpoint = 'requests'`;
  const { rows } = await pool().query<{ id: string }>(`SELECT id FROM request WHERE action_name = 'terraform.apply'`);
  await company.decide('dana', rows[0]!.id, 'deny');
  // The denied one makes room for the sixth; none of the others was filed a second time.
  await expect.poll(() => count(pool(), replayed), { timeout: 10_000 }).toBe(6);
  await openRequests().toBe(5);
  second.abort();
  await again;
  const { rows: names } = await pool().query(`SELECT count(DISTINCT digest)::int AS distinct FROM request`);
  expect(names[0].distinct).toBe(6);
});
