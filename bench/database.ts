import { join } from 'node:path';
import pg from 'pg';
import { connectionUrl } from '#lib/db/embedded/settings.ts';
import { startPostgres } from '#lib/db/embedded/start.ts';
import { stopPostgres } from '#lib/db/embedded/stop.ts';
import { applyMigrations } from '#lib/db/migrations.ts';
import { root } from './settings.ts';

const home = join(root, '.data', 'bench');

/** A Postgres of the bench's own, with the settings the product's has, emptied at the start. */
export interface BenchDatabase {
  /** As the product connects. */
  appUrl: string;
  /** As whoever owns the tables; for the baseline's table, and to clear up between rounds. */
  owner: pg.Pool;
  ownerUrl: string;
  version: string;
  stop(): Promise<void>;
}

export async function benchDatabase(): Promise<BenchDatabase> {
  const { settings } = await startPostgres(home);
  await remake(connectionUrl(settings, 'postgres', 'postgres'));
  const ownerUrl = connectionUrl(settings, 'countersign_migrator', 'countersign');
  await applyMigrations(ownerUrl, join(root, 'prisma', 'migrations'));
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  await owner.query('CREATE TABLE raw_baseline (id text PRIMARY KEY, kind text NOT NULL, body text NOT NULL)');
  const { rows } = await owner.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  return {
    appUrl: connectionUrl(settings, 'countersign_app', 'countersign'),
    owner,
    ownerUrl,
    version: rows[0]!.version,
    stop: async () => {
      await owner.end();
      await stopPostgres(home);
    },
  };
}

async function remake(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query('DROP DATABASE IF EXISTS countersign WITH (FORCE)');
  await client.query(
    `CREATE DATABASE countersign OWNER countersign_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`,
  );
  await client.query('GRANT CONNECT, TEMPORARY ON DATABASE countersign TO countersign_migrator, countersign_app');
  await client.end();
}

/** Nothing waits any more: the next round begins with an empty queue, as the one before did. */
export async function emptyQueue({ owner }: BenchDatabase): Promise<void> {
  await owner.query(
    `UPDATE request SET state = 'cancelled', settled_at = now(), open_groups = '{}' WHERE state IN ('pending', 'blocked')`,
  );
  await owner.query('VACUUM (ANALYZE) request, idempotency, raw_baseline');
}
