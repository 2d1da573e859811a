import type pg from 'pg';
import { pool } from './pool.ts';

/** What a verb holds while it works: one connection inside one transaction. */
export type Tx = Pick<pg.PoolClient, 'query'>;

/**
 * Run `work` in one READ COMMITTED transaction; what it returns is durable when this resolves.
 *
 * If `work` throws, everything rolls back. A verb whose refusal must leave an Event returns the refusal as a value,
 * lets this commit, and throws afterwards.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  // A connection that dies between two statements says so by an event, and one nobody hears ends the whole process.
  const onLost = (lost: Error) => {
    broken = lost;
  };
  client.on('error', onLost);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(onLost);
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}
