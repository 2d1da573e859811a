import type { ShopTx } from '../shop/shop.ts';
import { type Properties, Stopped } from './read-action.ts';

/** What has to be as it was when people looked. It stands in the Action, so they approved it along with the rest. */
export type Precondition =
  | { kind: 'table_rows'; table: string; rows: number }
  | { kind: 'privileges'; table: string; grantee: string; privileges: string[] }
  | { kind: 'state_serial'; state: string; serial: number };

/**
 * Stop unless everything the Action presupposes is so now.
 *
 * Checked inside the transaction that does the work, under a lock that keeps it so until the end.
 */
export async function checkPreconditions(tx: ShopTx, properties: Properties): Promise<void> {
  const { preconditions = [] } = properties;
  if (!Array.isArray(preconditions)) throw new Stopped('The approved preconditions cannot be read.');
  for (const precondition of preconditions as Precondition[]) await check(tx, precondition);
}

async function check(tx: ShopTx, precondition: Precondition): Promise<void> {
  switch (precondition.kind) {
    case 'table_rows':
      return mustBe(precondition.rows, await rowsOf(tx, precondition.table), `rows in ${precondition.table}`);
    case 'privileges': {
      const { table, grantee, privileges } = precondition;
      return mustBe(
        privileges.join(', '),
        (await privilegesOn(tx, table, grantee)).join(', '),
        `rights of ${grantee} on ${table}`,
      );
    }
    case 'state_serial':
      return mustBe(precondition.serial, await serialOf(tx, precondition.state), `serial of ${precondition.state}`);
    default:
      // A precondition nobody here can check is one that does not hold.
      throw new Stopped('The approved action presupposes something this executor cannot check.');
  }
}

function mustBe(approved: string | number, found: string | number | undefined, what: string): void {
  if (found === approved) return;
  throw new Stopped(`${what}: approved for ${approved || 'none'}, found ${found || 'none'}. Nothing was done.`);
}

async function rowsOf(tx: ShopTx, table: string): Promise<number> {
  await tx.query(`LOCK TABLE ${identifier(table)} IN ACCESS EXCLUSIVE MODE`);
  const { rows } = await tx.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${identifier(table)}`);
  return Number(rows[0]?.rows);
}

/** The rights a role holds on a table, in alphabetical order. */
export async function privilegesOn(tx: ShopTx, table: string, grantee: string): Promise<string[]> {
  const { rows } = await tx.query<{ privilege: string }>(
    `SELECT a.privilege_type AS privilege FROM pg_class c, LATERAL aclexplode(c.relacl) AS a
      WHERE c.oid = to_regclass($1) AND a.grantee = to_regrole($2) ORDER BY 1`,
    [identifier(table), identifier(grantee)],
  );
  return rows.map((row) => row.privilege);
}

async function serialOf(tx: ShopTx, state: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ serial: number }>('SELECT serial FROM terraform_state WHERE name = $1 FOR UPDATE', [
    state,
  ]);
  return rows[0]?.serial;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
