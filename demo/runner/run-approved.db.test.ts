import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Action } from '@countersign/sdk';
import { expect, test } from 'vitest';
import { count, demoCompany } from '../testing.ts';
import { hasRun, runApproved } from './run-approved.ts';

const company = demoCompany();
let steps = 0;

function run(name: string, properties: Record<string, unknown>, resourceId = 'shop') {
  const action = {
    subject: { type: 'user', id: 'ann@demo.test' },
    action: { name, properties },
    resource: { type: 'database', id: resourceId },
    context: {},
  } as Action;
  const step = `step-${++steps}`;
  const place = { shop: company.shop(), exportFolder: join(company.exportFolder(), 'exports') };
  return { step, ran: runApproved(place, step, action), again: () => runApproved(place, step, action) };
}

test('an approved read cannot write, also not through a function it calls', async () => {
  await company
    .shop()
    .query(`CREATE FUNCTION sneaky() RETURNS integer LANGUAGE sql AS 'DELETE FROM invoices_2016 RETURNING 1'`);
  const { ran, step } = run('sql.query', { statement: 'SELECT sneaky()', max_rows: 10 });
  await expect(ran).rejects.toThrow(/read-only transaction/);
  expect(await count(company.shop(), 'SELECT count(*) FROM invoices_2016')).toBe(9_120);
  expect(await hasRun(company.shop(), step)).toBe(false);
});

test('a second statement behind the approved one is not run, and neither is the first', async () => {
  const statement = 'DELETE FROM invoices_2017 WHERE id = 1; DROP TABLE invoices_2017';
  await expect(run('sql.execute', { statement, max_rows: 1 }).ran).rejects.toThrow(/multiple commands/);
  expect(await count(company.shop(), 'SELECT count(*) FROM invoices_2017')).toBe(12_764);
});

test('an action without a bound, without a statement, or of an unknown kind does not run', async () => {
  await expect(run('sql.execute', { statement: 'DELETE FROM invoices_2018' }).ran).rejects.toThrow(/no bound/);
  await expect(run('sql.execute', { max_rows: 1 }).ran).rejects.toThrow(/no text "statement"/);
  await expect(run('constructor', {}).ran).rejects.toThrow(/does not know how/);
  await expect(run('shell.run', { command: 'true' }).ran).rejects.toThrow(/does not know how/);
  const preconditions = [{ kind: 'moon_phase', phase: 'full' }];
  const odd = run('sql.execute', { statement: 'DELETE FROM invoices_2018', max_rows: 99_999, preconditions });
  await expect(odd.ran).rejects.toThrow(/cannot check/);
  expect(await count(company.shop(), 'SELECT count(*) FROM invoices_2018')).toBe(15_407);
});

test('C14: a table that got rows since it was looked at is not dropped', async () => {
  await company.shop().query(`INSERT INTO invoices_2016 VALUES (999999, 'C-1', 1, '2016-12-31')`);
  const preconditions = [{ kind: 'table_rows', table: 'invoices_2016', rows: 9_120 }];
  const { ran } = run('sql.execute', { statement: 'DROP TABLE invoices_2016', max_rows: 0, preconditions });
  await expect(ran).rejects.toThrow(/approved for 9120, found 9121/);
  expect(await count(company.shop(), 'SELECT count(*) FROM invoices_2016')).toBe(9_121);
});

test('a step that ran does nothing the second time, and answers as the first', async () => {
  const { ran, again } = run('sql.execute', { statement: 'DELETE FROM invoices WHERE id < 50', max_rows: 50 });
  const first = await ran;
  const left = await count(company.shop(), 'SELECT count(*) FROM invoices');
  await company.shop().query(`INSERT INTO invoices VALUES (1, 1, 1, '2020-01-01', true)`);
  expect(await again()).toEqual(first);
  expect(await count(company.shop(), 'SELECT count(*) FROM invoices')).toBe(left + 1);
});

test('an export leaves the export folder by no path, and more rows than approved make no file', async () => {
  const rows = { statement: 'SELECT id FROM customers', columns: ['id'] };
  for (const destination of ['../out.csv', '/../out.csv', 'a/../../out.csv', '.']) {
    await expect(run('export.table', { ...rows, max_rows: 99_999, destination }).ran).rejects.toThrow(/outside/);
  }
  await expect(run('export.table', { ...rows, max_rows: 10, destination: 'few.csv' }).ran).rejects.toThrow(/No file/);
  const columns = { ...rows, columns: ['name'] };
  await expect(run('export.table', { ...columns, max_rows: 99_999, destination: 'x.csv' }).ran).rejects.toThrow(
    /columns/,
  );
  expect(readdirSync(company.exportFolder())).toEqual([]);
  expect(existsSync(join(company.exportFolder(), '..', 'out.csv'))).toBe(false);
});
