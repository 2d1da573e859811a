import type { Action } from '@countersign/sdk';
import { onShop, type Shop, type ShopTx } from '../shop/shop.ts';
import type { Ran } from './ran.ts';
import { Stopped } from './read-action.ts';
import { runExport } from './run-export.ts';
import { runPlan } from './run-plan.ts';
import { runQuery, runSql } from './run-sql.ts';

export interface Place {
  shop: Shop;
  /** Where exported files go, and nowhere else. */
  exportFolder: string;
}

const doing: Record<string, (tx: ShopTx, action: Action, exportFolder: string) => Promise<Ran>> = {
  'sql.execute': runSql,
  'sql.query': runQuery,
  'export.table': runExport,
  'terraform.apply': runPlan,
};

/**
 * Does exactly what the Action says, once, in one transaction of the shop: the executor's whole job.
 *
 * It knows nothing but the approved Action. The step's row goes in first and commits with the work, so of two processes
 * that come here for the same step one does it and the other gets its result. Anything that is not as approved throws,
 * and nothing of it is kept.
 */
export async function runApproved({ shop, exportFolder }: Place, step: string, action: Action): Promise<Ran> {
  const run = Object.hasOwn(doing, action.action.name) ? doing[action.action.name] : undefined;
  if (!run) throw new Stopped(`This executor does not know how to do ${action.action.name}.`);
  return onShop(shop, async (tx) => {
    const { rowCount } = await tx.query(
      'INSERT INTO approved_run (step, action) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [step, action],
    );
    if (!rowCount) return earlierResult(tx, step);
    const ran = await run(tx, action, exportFolder);
    await tx.query('UPDATE approved_run SET result = $2 WHERE step = $1', [step, ran]);
    return ran;
  });
}

async function earlierResult(tx: ShopTx, step: string): Promise<Ran> {
  const { rows } = await tx.query<{ result: Ran }>('SELECT result FROM approved_run WHERE step = $1', [step]);
  return rows[0]!.result;
}

/** Whether this step was run to its end. The proof that an answer that got lost may be asked for again. */
export async function hasRun(shop: Shop, step: string): Promise<boolean> {
  const { rowCount } = await shop.query('SELECT FROM approved_run WHERE step = $1', [step]);
  return rowCount === 1;
}
