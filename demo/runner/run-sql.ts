import type { Action } from '@countersign/sdk';
import type { QueryConfig, QueryResult } from 'pg';
import type { ShopTx } from '../shop/shop.ts';
import { checkPreconditions } from './preconditions.ts';
import type { Ran } from './ran.ts';
import { integer, parameters, propertiesOf, Stopped, text } from './read-action.ts';

/** Run the approved statement. More rows than its bound, and the transaction is given up. */
export async function runSql(tx: ShopTx, action: Action): Promise<Ran> {
  const properties = propertiesOf(action);
  const bound = integer(properties, 'max_rows');
  await checkPreconditions(tx, properties);
  const { rowCount, command } = await runStatement(tx, text(properties, 'statement'), parameters(properties));
  const rows = rowCount ?? 0;
  if (rows > bound) throw new Stopped(`It would touch ${rows} rows where ${bound} were approved. Rolled back.`);
  return { summary: `${command}: ${rows} rows.`, rows };
}

/** Run an approved read, in a part of the transaction that cannot write, whatever functions the query calls. */
export async function runQuery(tx: ShopTx, action: Action): Promise<Ran> {
  const properties = propertiesOf(action);
  const bound = integer(properties, 'max_rows');
  await tx.query('SAVEPOINT reading; SET TRANSACTION READ ONLY');
  const { rows } = await runStatement(tx, text(properties, 'statement'), parameters(properties));
  await tx.query('RELEASE SAVEPOINT reading');
  if (rows.length > bound)
    throw new Stopped(`It has ${rows.length} rows where ${bound} were approved. Nothing was kept.`);
  return { summary: `Read ${rows.length} rows.`, rows: rows.length, answer: rows };
}

/** By the extended protocol, which takes one statement and never two, whatever the text holds. */
export async function runStatement(tx: ShopTx, statement: string, values: unknown[]): Promise<QueryResult> {
  // Known to pg, not yet to its types.
  const query: QueryConfig & { queryMode: 'extended' } = { text: statement, values, queryMode: 'extended' };
  return tx.query(query);
}
