import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test } from 'vitest';
import { unprotectedParts } from '#lib/db/boot-check.ts';
import { pool } from '#lib/db/pool.ts';
import { testServer } from '#lib/db/testing-server.ts';

const root = path.join(import.meta.dirname, '..');
const server = testServer();
const roles = ['migrator', 'app', 'sequencer', 'auditor', 'eraser', 'owner'].map((name) => `countersign_${name}`);

/** The statements of prisma/roles.sql, one by one: a database cannot be made inside a transaction. */
function rolesSql(): string[] {
  const text = readFileSync(path.join(root, 'prisma', 'roles.sql'), 'utf8').replace(/^--.*$/gm, '');
  return text.split(/;\s*$/m).filter((statement) => statement.trim());
}

/** The server as a database administrator has it before Countersign was heard of, then with roles.sql applied. */
async function prepareByHand(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres').replace(/\/countersign$/, '/postgres') });
  await client.connect();
  await client.query('DROP DATABASE countersign WITH (FORCE)');
  for (const role of roles) await client.query(`DROP ROLE ${role}`);
  for (const statement of rolesSql()) await client.query(statement);
  for (const login of ['countersign_migrator', 'countersign_app'] as const) {
    const { password } = new URL(server.url(login));
    await client.query(`ALTER ROLE ${login} PASSWORD ${client.escapeLiteral(password)}`);
  }
  await client.end();
}

/** What the documentation tells an operator to run. */
async function run(...args: string[]) {
  return promisify(execFile)(process.execPath, args, { cwd: root, env: process.env }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
}

test('a database made by prisma/roles.sql and migrated by hand passes the boot check, and takes a policy', async () => {
  await prepareByHand();
  expect((await run('scripts/migrate.mjs')).stdout).toContain('applied');
  expect(await unprotectedParts()).toEqual([]);

  const publish = () => run('scripts/install-policy.mjs', 'prisma/scenarios/policy.yaml');
  expect((await publish()).stdout).toBe('prod version 1 is in force.\n');
  expect((await publish()).stdout).toBe('prod version 1 was in force already.\n');
  expect((await run('scripts/install-policy.mjs', 'package.json')).stderr).toContain('Nothing was changed');
  const { rows } = await pool().query('SELECT type FROM event ORDER BY at');
  expect(rows.map(({ type }) => type)).toEqual(['policy.published', 'policy.refused']);
});
