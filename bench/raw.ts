import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { measured } from './apart.ts';
import { repeat, type Series } from './series.ts';

export interface RawInput {
  url: string;
  work: 'insert' | 'cycle';
  callers: number;
  seconds: number;
}

/**
 * The baseline: what Postgres gives to one Node process with the same library that does nothing but write.
 *
 * - `insert`: one prepared single-row INSERT of about 1 KB per transaction, durable (fsync on, synchronous commit).
 * - `cycle`: what the most naive approval would do on such rows: insert the request; read it for the reviewer; insert the
 *   decision; read that for the agent; insert the redemption; insert the outcome. Four durable transactions and two
 *   reads, each one prepared statement and one round trip. No lock, no session, no policy, no key, no record, no HTTP.
 *
 * As many connections as callers, up to the pool size the product runs with.
 */
measured<RawInput, Series>(async ({ url, work, callers, seconds }) => {
  const pool = new pg.Pool({ connectionString: url, max: Math.min(callers, 20) });
  const body = randomBytes(480).toString('hex');
  let next = 0;
  const insert = (kind: string, id: string) =>
    pool.query({
      name: 'insert',
      text: 'INSERT INTO raw_baseline (id, kind, body) VALUES ($1, $2, $3)',
      values: [`${id}-${kind}`, kind, body],
    });
  const read = (id: string) =>
    pool.query({ name: 'read', text: 'SELECT id, kind, body FROM raw_baseline WHERE id = $1', values: [id] });
  const run = randomBytes(6).toString('hex');
  const once = {
    insert: async () => void (await insert('request', `${run}-${next++}`)),
    cycle: async () => {
      const id = `${run}-${next++}`;
      await insert('request', id);
      await read(`${id}-request`);
      await insert('decision', id);
      await read(`${id}-decision`);
      await insert('redemption', id);
      await insert('outcome', id);
    },
  };
  try {
    return await repeat(callers, { seconds }, once[work]);
  } finally {
    await pool.end();
  }
});
