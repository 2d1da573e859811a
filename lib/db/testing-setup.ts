import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { withLock } from './embedded/lock.ts';
import { isAlive } from './embedded/postmaster.ts';
import { connectionUrl, type Settings } from './embedded/settings.ts';
import { startPostgres } from './embedded/start.ts';
import { stopPostgres } from './embedded/stop.ts';
import { applyMigrations, readMigrations } from './migrations.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: { settings: Settings; template: string; run: number };
  }
}

const root = join(import.meta.dirname, '..', '..');
const home = join(root, '.data', 'test-postgres');
const users = join(home, 'users');
const migrations = join(root, 'prisma', 'migrations');

/**
 * One real Postgres for the whole run, with a migrated database that each test file gets a copy of.
 *
 * Its settings are the product's own, fsync included, so that what a test kills was really as durable as in production.
 * Runs of the same checkout at the same time share the server; the last one out stops it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = await withLock(home, async () => {
    mkdirSync(users, { recursive: true });
    writeFileSync(join(users, String(process.pid)), '');
    const { settings } = await startPostgres(home);
    const template = await migratedTemplate(settings, otherRuns() === 0);
    return { settings, template, run: process.pid };
  });
  project.provide('testServer', shared);

  return () =>
    withLock(home, async () => {
      rmSync(join(users, String(process.pid)), { force: true });
      if (otherRuns() === 0) await stopPostgres(home);
    });
}

/** A database with today's migrations in it, made once per version of their text, closed to connections. */
async function migratedTemplate(settings: Settings, alone: boolean): Promise<string> {
  const checksums = readMigrations(migrations).map((migration) => migration.checksum);
  const name = `template_${createHash('sha256').update(checksums.join()).digest('hex').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: connectionUrl(settings, 'postgres', 'postgres') });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; ready: boolean }>(
      'SELECT datname AS name, datistemplate AS ready FROM pg_database',
    );
    for (const left of rows) if (isLeftover(left.name)) await client.query(`DROP DATABASE ${left.name} WITH (FORCE)`);
    if (alone)
      await dropTemplates(
        client,
        rows.map((row) => row.name).filter((other) => other !== name),
      );
    if (rows.some((row) => row.name === name && row.ready)) return name;
    // A template without its mark was left by a run that was killed while migrating it.
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name} TEMPLATE countersign OWNER countersign_owner`);
    await applyMigrations(connectionUrl(settings, 'countersign_migrator', name), migrations);
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
    return name;
  } finally {
    await client.end();
  }
}

/** How many other test runs use the server right now; the marks of those that were killed are cleared away. */
function otherRuns(): number {
  const others = readdirSync(users).filter((user) => user !== String(process.pid));
  const gone = others.filter((user) => !isAlive(Number(user)));
  for (const user of gone) rmSync(join(users, user), { force: true });
  return others.length - gone.length;
}

async function dropTemplates(client: pg.Client, databases: readonly string[]): Promise<void> {
  for (const name of databases.filter((database) => database.startsWith('template_'))) {
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/** A test file's database whose run is over: the name carries the process id of the run's main process. */
function isLeftover(database: string): boolean {
  const run = /^test_(\d+)_/.exec(database)?.[1];
  return run !== undefined && !isAlive(Number(run));
}
