import type pg from 'pg';
import { listQueue, type QueueTab } from '#lib/approvals/list-queue.ts';
import { pool } from '#lib/db/pool.ts';
import { readSession } from '#lib/identity/session.ts';
import type { BenchDatabase } from './database.ts';

/** Median milliseconds inside Postgres, planning included. */
export interface QueuePages {
  rows: number;
  open: number;
  needsMe: number;
  done: number;
  counts: number;
}

const repetitions = 51;

/**
 * What the queue's first page costs in the database with so many finished requests behind it.
 *
 * The statements are those that `listQueue` sends for a reviewer, taken down as it sends them and then explained.
 */
export async function measureQueue(database: BenchDatabase, rows: number, cookie: string): Promise<QueuePages> {
  await addFinished(database.owner, rows);
  const human = await readSession(new Headers({ cookie }));
  if (!human) throw new Error('The reviewer’s session is gone.');
  const sent = async (tab: QueueTab) => statementsOf(() => listQueue(human, { tab, limit: 50 }));
  const [needsMe, counts] = await sent('needs_me');
  const [done] = await sent('done');
  const { rows: open } = await database.owner.query(
    `SELECT count(*)::int AS open FROM request WHERE state IN ('pending', 'blocked')`,
  );
  return {
    rows,
    open: open[0].open,
    needsMe: await explained(needsMe!),
    done: await explained(done!),
    counts: await explained(counts!),
  };
}

interface Statement {
  text: string;
  values: unknown[];
}

/** What the product's pool was asked while `work` ran. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const shared = pool();
  const query = shared.query.bind(shared) as (text: string, values: unknown[]) => Promise<pg.QueryResult>;
  const sent: Statement[] = [];
  const noting = (first: string | pg.QueryConfig, given: unknown[] = []) => {
    const { text, values = given } = typeof first === 'string' ? { text: first } : first;
    if (/\bFROM request\b/.test(text)) sent.push({ text, values });
    return query(text, values);
  };
  shared.query = noting as typeof shared.query;
  try {
    await work();
  } finally {
    shared.query = query as typeof shared.query;
  }
  return sent;
}

async function explained({ text, values }: Statement): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < repetitions; time++) {
    const { rows } = await pool().query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values);
    const [plan] = rows[0]['QUERY PLAN'];
    taken.push(plan['Planning Time'] + plan['Execution Time']);
  }
  return taken.sort((a, b) => a - b)[Math.floor(repetitions / 2)]!;
}

/** Requests of the last two years, all of them over. */
async function addFinished(owner: pg.Pool, rows: number): Promise<void> {
  await owner.query(
    `INSERT INTO request (id, state, version, revision, effect, decided_by, agent_id, credential_id, executor_id, subject_type,
       subject_id, action_name, resource_type, resource_id, environment, risk_level, risk_score, headline, digest,
       slots_needed, slots_filled, created_at, expires_at, settled_at, settled_by)
     SELECT 'req_bench' || n, (ARRAY['succeeded', 'denied', 'failed', 'expired', 'cancelled'])[1 + n % 5], 4, 1, 'require', 'people',
       a.id, 'crd_bench', a.executor_id, 'agent', a.id, 'deploy.run', 'service', 'web-' || n % 40, 'prod', 'elevated', 30,
       'Deploy "service" "web-' || n % 40 || '" to "5.' || n || '"', 'digest-' || n, 1, 1, at, at + interval '4 hours',
       at + interval '20 minutes', 'usr_bench'
     FROM generate_series(1, $1::int) AS n,
       LATERAL (SELECT now() - interval '1 day' - n * interval '1 minute' AS at) AS time,
       LATERAL (SELECT id, executor_id FROM agent OFFSET n % 300 LIMIT 1) AS a`,
    [rows],
  );
  await owner.query('VACUUM (ANALYZE) request');
}
