import { realpathSync } from 'node:fs';
import pg from 'pg';
import { connectionUrl, type Settings } from './settings.ts';

/**
 * Whether the server on the kept port is ours and takes work: it accepts our password and runs on our folder.
 *
 * @param patienceMs how long to go on asking; a server that recovers from a crash answers only when it is done.
 */
export async function answers(settings: Settings, patienceMs = 0): Promise<boolean> {
  const end = Date.now() + patienceMs;
  for (;;) {
    if (await answersNow(settings)) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function answersNow(settings: Settings): Promise<boolean> {
  const client = new pg.Client({
    connectionString: connectionUrl(settings, 'postgres', 'postgres'),
    connectionTimeoutMillis: 3000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
    return rows[0]?.folder === realpathSync(settings.dataDirectory);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
