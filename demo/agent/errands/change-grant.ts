import { privilegesOn } from '../../runner/preconditions.ts';
import { Look } from '../../shop/look.ts';
import { rehearse } from '../../shop/shop.ts';
import type { Errand } from '../proposal.ts';

const grantee = 'analyst';
const tables = ['invoices', 'customers', 'orders'];

/** The analysts may read one table more, or one less. */
export const changeGrant: Errand = {
  name: 'change a grant',
  agent: 'billing-bot',
  async propose(shop, { step }) {
    const table = tables[Math.floor(step / 6) % tables.length]!;
    return rehearse(shop, async (tx) => {
      const look = new Look(tx);
      const had = await privilegesOn(tx, table, grantee);
      look.note(`rights of ${grantee} on ${table} → ${had.join(', ') || 'none'}`);
      const gives = !had.includes('SELECT');
      const statement = gives ? `GRANT SELECT ON ${table} TO ${grantee}` : `REVOKE SELECT ON ${table} FROM ${grantee}`;
      await look.attempt(statement);
      const has = await privilegesOn(tx, table, grantee);
      const rows = await look.number(`SELECT count(*) FROM ${table}`);
      return {
        action: {
          subject: { type: 'user', id: 'alex@demo.test' },
          action: {
            name: 'sql.execute',
            properties: {
              statement,
              dialect: 'postgres',
              max_rows: 0,
              preconditions: [{ kind: 'privileges', table, grantee, privileges: had }],
            },
          },
          resource: { type: 'database', id: 'shop' },
          context: { change: `ACCESS-${100 + step}` },
        },
        reason: gives
          ? `The analysts prepare the quarterly report and need to read ${table}. Alex asked for it until the report is out.`
          : `The quarterly report is out, so the analysts do not need ${table} any more.`,
        evidence: {
          diff: { format: 'iam', before: rights(table, had), after: rights(table, has) },
          plan: '1 check that the rights are still as they were looked at\n2 run the statement\n3 report',
          blast_radius: {
            rows,
            resources: 1,
            reversible: true,
            summary: gives
              ? `Everybody in ${grantee} can then read ${rows} rows.`
              : 'Reports that still read it will fail.',
          },
          trace: look.trace,
        },
      };
    });
  },
  async sample(tx) {
    const { rows } = await tx.query(
      `SELECT c.relname AS table, string_agg(a.privilege_type, ', ' ORDER BY 1) AS rights FROM pg_class c,
        LATERAL aclexplode(c.relacl) AS a WHERE a.grantee = to_regrole($1) AND c.relkind = 'r' GROUP BY 1 ORDER BY 1`,
      [grantee],
    );
    return rows;
  },
};

function rights(table: string, privileges: string[]) {
  return privileges.length === 0 ? [] : [{ grantee, on: table, privileges }];
}
