import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testServer } from '../testing-server.ts';
import { serverAccount } from './account.ts';
import { isServerOf, readPostmaster } from './postmaster.ts';
import { type Login, readSettings } from './settings.ts';
import { startPostgres } from './start.ts';
import { stopPostgres } from './stop.ts';

const server = testServer();

async function query(text: string, login: Login = 'postgres') {
  const client = new pg.Client({ connectionString: server.url(login) });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded Postgres', () => {
  test('that was killed comes back on the same port with everything that was acknowledged', async () => {
    await query('CREATE TABLE kept (word text)');
    await query(`INSERT INTO kept VALUES ('acknowledged')`);
    const before = readSettings(server.home);
    await server.kill();
    await server.restart();
    expect(await query('SELECT word FROM kept')).toEqual([{ word: 'acknowledged' }]);
    expect(readSettings(server.home)).toEqual(before);
  });

  test('whose starter was killed lives on, and the next start uses it', async () => {
    const program = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'start.ts'))});
      await startPostgres(${JSON.stringify(server.home)}); console.log('up'); setInterval(() => {}, 1000);`;
    await stopPostgres(server.home);
    const starter = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(starter.stdout, 'data');
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    expect(await startPostgres(server.home)).toMatchObject({ reused: true });
  });

  test('is not mistaken for a stranger that was given its process id after a reboot', async () => {
    const { dataDirectory } = readSettings(server.home)!;
    const stopped = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8');
    await stopPostgres(server.home);
    writeFileSync(join(dataDirectory, 'postmaster.pid'), stopped.replace(/^\d+/, String(process.pid)));
    expect(isServerOf(process.pid, dataDirectory)).toBe(false);
    expect(await startPostgres(server.home)).toMatchObject({ reused: false });
    expect(readPostmaster(dataDirectory)?.pid).not.toBe(process.pid);
  });

  test('keeps its passwords where only their owner can read them, and takes no connection without one', async () => {
    expect(statSync(join(server.home, 'postgres.json')).mode & 0o777).toBe(0o600);
    const stranger = new pg.Client({ connectionString: server.url().replace(/:[^:@]+@/, ':guess@') });
    await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
  });

  test('listens on this machine only, and makes the owner of the tables unable to log in', async () => {
    expect(await query('SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(`SELECT rolcanlogin FROM pg_roles WHERE rolname = 'countersign_owner'`)).toEqual([
      { rolcanlogin: false },
    ]);
    expect(await query('SELECT current_user AS name', 'countersign_migrator')).toEqual([{ name: 'countersign_owner' }]);
  });

  test('never runs as root', () => {
    expect(process.getuid?.() === 0 ? serverAccount().uid : process.getuid?.()).not.toBe(0);
  });
});
