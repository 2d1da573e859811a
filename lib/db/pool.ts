import pg from 'pg';
import { env } from '../env.ts';

/**
 * The one connection pool of this process, as the runtime role, in UTC.
 *
 * Kept on globalThis because Next bundles its own copy of every module: two copies of this file must not mean twice the
 * connections.
 */
const shared = globalThis as typeof globalThis & { countersignPool?: pg.Pool };

export function pool(): pg.Pool {
  shared.countersignPool ??= new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL_SIZE,
    application_name: 'countersign',
    options: '-c timezone=UTC',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  })
    .on('connect', (client) => {
      // The last words of a dying server may stand in the very packet that hands a connection over, before whoever
      // asked for it can listen. Unheard they would end the process; heard, the next query on it fails.
      client.on('error', () => {});
    })
    .on('error', () => {
      // An idle connection died (Postgres restarted). The pool drops it; the next query opens another or fails loudly.
    });
  return shared.countersignPool;
}

export async function closePool(): Promise<void> {
  const current = shared.countersignPool;
  delete shared.countersignPool;
  await current?.end();
}
