import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, RequestForm } from '@countersign/sdk';
import { expect, test } from 'vitest';
import { pool } from '#lib/db/pool.ts';
import { privilegesOn } from '../runner/preconditions.ts';
import type { Ran } from '../runner/ran.ts';
import { parameters } from '../runner/read-action.ts';
import { hasRun } from '../runner/run-approved.ts';
import { count, demoCompany } from '../testing.ts';
import { anotherFirst } from './another-first.ts';
import { askAndRun } from './ask-and-run.ts';
import { changeGrant } from './errands/change-grant.ts';
import { deleteStaleOrders } from './errands/delete-stale-orders.ts';
import { deployService } from './errands/deploy-service.ts';
import { dropTable } from './errands/drop-table.ts';
import { exportCustomers } from './errands/export-customers.ts';
import { readOrders } from './errands/read-orders.ts';
import type { Step } from './memory.ts';
import type { Errand } from './proposal.ts';

const company = demoCompany();
const carts = `SELECT count(*) FROM orders WHERE status = 'cart'`;

/** The errand's next step, on its way: `request` is there as soon as people are asked, `ran` when it ended. */
async function begin(errand: Errand, more: { gate?: Client; step?: Step; number?: number } = {}) {
  const { id, gate } = company.agent(errand);
  const number = more.number ?? 0;
  const proposal = more.step?.proposal ?? (await errand.propose(company.shop(), { step: number, agentId: id }))!;
  const step = more.step ?? { key: randomUUID(), number, errand: errand.name, proposal };
  const signal = new AbortController().signal;
  const place = { shop: company.shop(), exportFolder: company.exportFolder() };
  const ran = askAndRun({ gate: more.gate ?? gate, place, errand, step, run: 'run-test', signal });
  ran.catch(() => {});
  return { ran, step, request: await requestOf(step) };
}

/** The Request a step was filed as, as soon as it is. */
async function requestOf({ key }: Step): Promise<string> {
  await expect.poll(() => requestIds(key), { timeout: 20_000 }).toHaveLength(1);
  return (await requestIds(key))[0]!;
}

async function requestIds(key: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT subject_id AS id FROM idempotency WHERE endpoint = 'requests' AND key = $1`,
    [key],
  );
  return rows.map(({ id }) => id);
}

async function outcomeOf(errand: Errand, request: string): Promise<RequestForm> {
  return company.agent(errand).gate.get(request);
}

test('an approved export is a file with exactly the rows that were announced, and its hash is reported', async () => {
  const { ran, request, step } = await begin(exportCustomers);
  await company.decide('priya', request, 'approve');
  const { rows, resultDigest } = (await ran) as Ran;
  const { destination, max_rows } = step.proposal.action.action.properties as { destination: string; max_rows: number };

  const file = join(company.exportFolder(), destination);
  const csv = readFileSync(file, 'utf8');
  expect(rows).toBe(max_rows);
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + max_rows);
  expect(csv.split('\r\n')[0]).toBe('id,name,email,city');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(createHash('sha256').update(csv).digest('base64url')).toBe(resultDigest);
  const form = await outcomeOf(exportCustomers, request);
  expect(form.state).toBe('succeeded');
  expect(form.outcome?.affected).toEqual({ rows: max_rows });
});

test('after a denied export there is no file, and the reason reaches the agent', async () => {
  const { ran, request, step } = await begin(exportCustomers, { number: 7 });
  await company.decide('priya', request, 'deny');
  await expect(ran).rejects.toThrow(/I looked at it/);
  const { destination } = step.proposal.action.action.properties as { destination: string };
  expect(existsSync(join(company.exportFolder(), destination))).toBe(false);
  expect(await hasRun(company.shop(), step.key)).toBe(false);
});

test('looking for what to propose changes nothing in the shop', async () => {
  const before = [await count(company.shop(), carts), await count(company.shop(), 'SELECT count(*) FROM pg_class')];
  for (const errand of [exportCustomers, deleteStaleOrders, changeGrant, dropTable, deployService, readOrders]) {
    await errand.propose(company.shop(), { step: 0, agentId: company.agent(errand).id });
  }
  expect([await count(company.shop(), carts), await count(company.shop(), 'SELECT count(*) FROM pg_class')]).toEqual(
    before,
  );
});

test('one approval of two deletes nothing, the second deletes exactly the rows announced', async () => {
  const before = await count(company.shop(), carts);
  const { ran, request, step } = await begin(deleteStaleOrders);
  await company.decide('dana', request, 'approve');
  expect(await count(company.shop(), carts)).toBe(before);
  await company.decide('sam', request, 'approve');
  const { rows } = await ran;
  expect(rows).toBe(step.proposal.action.action.properties?.rows);
  expect(await count(company.shop(), carts)).toBe(before - rows!);
});

test('a query changed after the approval is refused at redemption, is on record, and deletes nothing', async () => {
  const before = await count(company.shop(), carts);
  const told: string[] = [];
  const gate = company.gateWith(
    deleteStaleOrders,
    anotherFirst((what) => told.push(what)),
  );
  const { ran, request } = await begin(deleteStaleOrders, { gate });
  await company.decide('dana', request, 'approve');
  await company.decide('sam', request, 'approve');
  const { rows } = await ran;

  expect(told.join()).toMatch(/DELETE FROM orders.*409 different_action/);
  expect(await count(company.shop(), carts)).toBe(before - rows!);
  const { rows: events } = await pool().query(
    `SELECT type, payload::jsonb #>> '{predicate,data,reason}' AS reason FROM event WHERE request_id = $1 AND type LIKE 'grant.re%' ORDER BY at`,
    [request],
  );
  expect(events).toEqual([
    { type: 'grant.refused', reason: 'different_action' },
    { type: 'grant.redeemed', reason: null },
  ]);
});

test('C14: rows that came after the approval stop the run: rolled back, and the Outcome is failed', async () => {
  const { ran, request, step } = await begin(deleteStaleOrders);
  const [before] = parameters(step.proposal.action.action.properties ?? {});
  await company.shop().query(`INSERT INTO orders SELECT 900001, 1, 'cart', 100, $1::date - 1`, [before]);
  const stale = await count(company.shop(), carts);
  await company.decide('dana', request, 'approve');
  await company.decide('sam', request, 'approve');
  await expect(ran).rejects.toThrow(/were approved. Rolled back/);

  expect(await count(company.shop(), carts)).toBe(stale);
  expect(await hasRun(company.shop(), step.key)).toBe(false);
  const form = await outcomeOf(deleteStaleOrders, request);
  expect(form.state).toBe('failed');
  expect(form.outcome?.summary).toMatch(/Rolled back/);
});

test('an approved GRANT gives the role the right, and nothing more', async () => {
  const { ran, request } = await begin(changeGrant);
  expect(await privilegesOn(company.shop(), 'invoices', 'analyst')).toEqual([]);
  await company.decide('sam', request, 'approve');
  await ran;
  expect(await privilegesOn(company.shop(), 'invoices', 'analyst')).toEqual(['SELECT']);
});

test('C14: a GRANT that was looked at under other rights does not run', async () => {
  const { ran, request } = await begin(changeGrant, { number: 6 });
  await company.shop().query('GRANT INSERT ON customers TO analyst');
  await company.decide('sam', request, 'approve');
  await expect(ran).rejects.toThrow(/approved for none, found INSERT/);
  expect(await privilegesOn(company.shop(), 'customers', 'analyst')).toEqual(['INSERT']);
});

test('a denied DROP leaves the table, an approved one takes just that table away', async () => {
  const denied = await begin(dropTable);
  await company.decide('sam', denied.request, 'deny');
  await expect(denied.ran).rejects.toMatchObject({ code: 'denied' });
  expect(await count(company.shop(), 'SELECT count(*) FROM invoices_2019')).toBe(18_231);

  const allowed = await begin(dropTable);
  await company.decide('sam', allowed.request, 'approve');
  await company.decide('dana', allowed.request, 'approve');
  await allowed.ran;
  const left = await company
    .shop()
    .query(`SELECT relname FROM pg_class WHERE relname ~ '^invoices_\\d{4}$' ORDER BY 1`);
  expect(left.rows.map(({ relname }) => relname)).toEqual(['invoices_2016', 'invoices_2017', 'invoices_2018']);
});

test('an approved plan is applied to what runs, and a plan made for an older state is not', async () => {
  const early = await begin(deployService);
  const late = await begin(deployService, { number: 6 });
  await company.decide('dana', early.request, 'approve');
  expect((await early.ran).resources).toBe(1);
  const { rows } = await company
    .shop()
    .query(`SELECT serial, resources -> 'shop_service.web' AS web FROM terraform_state`);
  expect(rows[0]).toEqual({ serial: 2, web: { image: 'shop/web:5.3.0', instances: 6, memory_mb: 512 } });

  await company.decide('dana', late.request, 'approve');
  await expect(late.ran).rejects.toThrow(/serial of shop: approved for 1, found 2/);
});

test('a step that is asked again by a restarted agent is the same Request, and runs once', async () => {
  const first = await begin(readOrders);
  const second = await begin(readOrders, { step: first.step });
  expect(second.request).toBe(first.request);
  await company.decide('dana', first.request, 'approve');
  await Promise.allSettled([first.ran, second.ran]);
  expect((await outcomeOf(readOrders, first.request)).state).toBe('succeeded');
  expect(await count(company.shop(), `SELECT count(*) FROM approved_run WHERE step = '${first.step.key}'`)).toBe(1);
});

test('a reviewer who asks which rows gets rows of the shop, and the Action stays as it was', async () => {
  const { ran, request } = await begin(exportCustomers, { number: 8 });
  await company.decide('priya', request, 'ask');
  const gate = company.agent(exportCustomers).gate;
  await expect
    .poll(async () => (await gate.get(request)).questions[0]?.answer?.text, { timeout: 5000 })
    .toMatch(/read just now, the first 5:\nid: \d+, name: .+, email: ..…@example.com/);
  await company.decide('priya', request, 'deny');
  await expect(ran).rejects.toMatchObject({ code: 'denied' });
});

test('a name that a spreadsheet would run as a formula leaves as text', async () => {
  await company.shop().query(`UPDATE customers SET name = '=HYPERLINK("http://evil.example")' WHERE id = 5`);
  const { ran, request } = await begin(exportCustomers, { number: 1 });
  await company.decide('priya', request, 'approve');
  await ran;
  const written = readFileSync(join(company.exportFolder(), 'customers-all-1.csv'), 'utf8');
  expect(written).toContain(`5,"'=HYPERLINK(""http://evil.example"")",`);
  expect(readdirSync(company.exportFolder()).filter((name) => name.endsWith('.part'))).toEqual([]);
});
