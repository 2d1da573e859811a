import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** The id of the advisory lock that Prisma's own engine takes, so that it and we never migrate at the same time. */
const migrationLock = 72_707_369;

const bookkeeping = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Bring a database up to the migrations in a folder; the answer names those that were new to it.
 *
 * Logs in as whoever `connectionString` says and steps into `countersign_owner`, which owns every table. Writes Prisma's
 * bookkeeping, so `prisma migrate status` agrees, but needs no engine. Each migration and its bookkeeping commit
 * together: a run that is killed leaves nothing half done, and the next one simply goes on. (A statement that Postgres
 * forbids inside a transaction therefore cannot be in a migration.)
 */
export async function applyMigrations(connectionString: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'countersign migrate' });
  await client.connect();
  try {
    await becomeOwner(client);
    await client.query(`SET lock_timeout = '60s'`);
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(bookkeeping);
    const pending = await pendingMigrations(client, readMigrations(folder));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** Every migration of the folder in the order it was written, with the checksum Prisma keeps for it. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')));
  return names.sort().map((name) => {
    const bytes = readFileSync(join(folder, name, 'migration.sql'));
    return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
  });
}

async function becomeOwner(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`SELECT FROM pg_roles WHERE rolname = 'countersign_owner'`);
  if (!rowCount) {
    throw new Error(
      'This database server has no role countersign_owner. docs/self-hosting.md lists the roles to create first.',
    );
  }
  await client.query('SET ROLE countersign_owner');
}

async function pendingMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const failed = rows.find((row) => row.finished_at === null);
  if (failed) {
    throw new Error(
      `The migration ${failed.migration_name} was left unfinished by Prisma. Settle it with "prisma migrate resolve".`,
    );
  }
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  for (const { name, checksum } of migrations) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new Error(`The migration ${name} was changed after it was applied. Put its text back and write a new one.`);
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query(sql);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    const line = lineOf(sql, error as pg.DatabaseError);
    throw new Error(`The migration ${name} failed${line}: ${(error as Error).message}. Nothing of it was kept.`, {
      cause: error,
    });
  }
}

function lineOf(sql: string, error: pg.DatabaseError): string {
  const position = Number(error.position);
  return position > 0 ? ` at line ${sql.slice(0, position).split('\n').length}` : '';
}
