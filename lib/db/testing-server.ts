import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { isAlive, readPostmaster } from './embedded/postmaster.ts';
import { connectionUrl, type Login, readSettings, type Settings } from './embedded/settings.ts';
import { startPostgres } from './embedded/start.ts';
import { stopPostgres } from './embedded/stop.ts';
import { applyMigrations } from './migrations.ts';
import { closePool } from './pool.ts';
import { setTestEnvironment } from './testing-environment.ts';

/** A Postgres of this test file's own, to be killed. */
export interface TestServer {
  home: string;
  url(login?: Login): string;
  /** End its processes as a power cut would: at once, with nothing written that was not on disk. */
  kill(): Promise<void>;
  /** Start it again; it recovers first. */
  restart(): Promise<void>;
}

/**
 * Call at the top of a test file that kills the database: the file gets a whole server instead of a database on the
 * shared one. Two seconds dearer than `testDatabase()`, so only for that.
 */
export function testServer(): TestServer {
  const root = join(import.meta.dirname, '..', '..');
  const home = join(root, '.data', `test-server-${process.pid}-${randomBytes(4).toString('hex')}`);
  let settings: Settings;
  const url = (login: Login = 'countersign_app') => connectionUrl(settings, login, 'countersign');

  beforeAll(async () => {
    ({ settings } = await startPostgres(home));
    await applyMigrations(url('countersign_migrator'), join(root, 'prisma', 'migrations'));
    setTestEnvironment(url(), url('countersign_migrator'));
  });

  afterAll(async () => {
    await closePool();
    const dataDirectory = readSettings(home)?.dataDirectory;
    await stopPostgres(home);
    if (dataDirectory) rmSync(dataDirectory, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  });

  return {
    home,
    url,
    kill: async () => {
      const server = readPostmaster(settings.dataDirectory);
      if (!server) throw new Error('The test server is not running.');
      process.kill(server.pid, 'SIGKILL');
      while (isAlive(server.pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    restart: async () => {
      ({ settings } = await startPostgres(home));
    },
  };
}
