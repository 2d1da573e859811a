import { text } from '../../runner/read-action.ts';
import { Look } from '../../shop/look.ts';
import { rehearse } from '../../shop/shop.ts';
import type { Errand } from '../proposal.ts';

const listTables = `SELECT relname AS name FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ '^invoices_\\d{4}$' ORDER BY relname DESC`;

/** Tables of years that were closed long ago, the youngest first. */
export const dropTable: Errand = {
  name: 'drop a table',
  agent: 'billing-bot',
  async propose(shop, { agentId }) {
    return rehearse(shop, async (tx) => {
      const look = new Look(tx);
      const [closed] = await look.rows(listTables);
      if (typeof closed?.name !== 'string') return null;
      const table = closed.name;
      const rows = await look.number(`SELECT count(*) FROM ${table}`);
      const sample = await look.rows(sampleOf(table));
      const before = await tableNames(look);
      await look.attempt(`DROP TABLE ${table}`);
      const after = await tableNames(look);
      return {
        action: {
          subject: { type: 'agent', id: agentId },
          action: {
            name: 'sql.execute',
            properties: {
              statement: `DROP TABLE ${table}`,
              dialect: 'postgres',
              rows,
              max_rows: 0,
              preconditions: [{ kind: 'table_rows', table, rows }],
            },
          },
          resource: { type: 'database', id: 'shop' },
          context: { change: `CHG-${1042 + Number(table.slice(-4))}` },
        },
        reason: `Nothing has read ${table} since the move to the new billing. Finance has the year in its archive.`,
        evidence: {
          diff: {
            format: 'before_after',
            before: { tables: before, [table]: { rows, 'first rows': sample } },
            after: { tables: after },
          },
          plan: `1 lock ${table}\n2 stop unless it still has ${rows} rows\n3 drop it\n4 report`,
          blast_radius: {
            rows,
            resources: 1,
            people: 0,
            reversible: false,
            summary: 'One table. Getting it back means restoring a backup.',
          },
          trace: look.trace,
        },
      };
    });
  },
  async sample(tx, properties) {
    const table = /^DROP TABLE (invoices_\d{4})$/.exec(text(properties, 'statement'))?.[1];
    if (!table) return [];
    return (await tx.query(sampleOf(table))).rows;
  },
};

function sampleOf(table: string): string {
  return `SELECT id, customer, total_cents, issued_on::text FROM ${table} ORDER BY id LIMIT 5`;
}

async function tableNames(look: Look): Promise<string[]> {
  const rows = await look.rows(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname LIKE 'invoices%' ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}
