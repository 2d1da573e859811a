import type { RequestState } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';

/** As much of a Request as those who wait for it need. */
export interface RequestVersion {
  state: RequestState;
  version: number;
  /** Past its deadline by the database's clock, whether or not anybody has written that down. */
  due: boolean;
}

/** State and version of these Requests, in one query. For waking waiters only; it says nothing about who may read them. */
export async function listVersions(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestVersion>> {
  const { rows } = await pool().query<RequestVersion & { id: string }>({
    name: 'list-versions',
    text: `SELECT id, state, version, coalesce(expires_at <= clock_timestamp(), false) AS due
      FROM request WHERE id = ANY($1)`,
    values: [requestIds],
  });
  return new Map(rows.map(({ id, ...version }) => [id, version]));
}
