import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectionUrl, type Login } from './embedded/settings.ts';
import type { Bus } from './listen.ts';
import { closePool } from './pool.ts';
import { setTestEnvironment } from './testing-environment.ts';
import type {} from './testing-setup.ts';

/** A database of this test file's own. */
export interface TestDatabase {
  /** A connection string as one of the roles; `countersign_app` is what the product runs as. */
  url(login?: Login): string;
  /** As the owner of the tables: what a migration may do. */
  ownerPool(): pg.Pool;
  /** As superuser: for tests about what even a superuser cannot do quietly. */
  superuserPool(): pg.Pool;
}

/**
 * Call at the top of a `*.db.test.ts`: before its first test the file gets a database of its own on real Postgres,
 * copied from the migrated template, and `pool()` talks to it as `countersign_app`. Dropped after its last test.
 *
 * Files therefore share no row and may run in any order and side by side. Tests inside one file share the database:
 * give each its own people and requests.
 */
export function testDatabase(): TestDatabase {
  const { settings, template, run } = inject('testServer');
  const name = `test_${run}_${randomBytes(6).toString('hex')}`;
  const pools: pg.Pool[] = [];
  const url = (login: Login = 'countersign_app') => connectionUrl(settings, login, name);

  const open = (config: pg.PoolConfig) => {
    const opened = new pg.Pool({ max: 5, application_name: 'countersign test', ...config });
    opened.on('error', () => {});
    pools.push(opened);
    return opened;
  };
  const maintenance = () => open({ connectionString: connectionUrl(settings, 'postgres', 'postgres'), max: 1 });

  let owner: pg.Pool | undefined;
  let superuser: pg.Pool | undefined;

  beforeAll(async () => {
    await maintenance().query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER countersign_owner`);
    setTestEnvironment(url(), url('countersign_migrator'));
  });

  afterAll(async () => {
    await (globalThis as { countersignBus?: Bus }).countersignBus?.close();
    await closePool();
    await maintenance().query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await Promise.all(pools.map((opened) => opened.end()));
  });

  return {
    url,
    ownerPool: () =>
      (owner ??= open({ connectionString: url('countersign_migrator'), options: '-c role=countersign_owner' })),
    superuserPool: () => (superuser ??= open({ connectionString: url('postgres') })),
  };
}
