import { parameters, text } from '../../runner/read-action.ts';
import { Look } from '../../shop/look.ts';
import { rehearse } from '../../shop/shop.ts';
import type { Errand } from '../proposal.ts';

const columns = [
  { name: 'id', classes: [] },
  { name: 'name', classes: ['pii'] },
  { name: 'email', classes: ['pii', 'contact'] },
  { name: 'city', classes: ['pii'] },
];

const everybody = `SELECT id, name, email, city FROM customers ORDER BY id`;
const inCountry = `SELECT id, name, email, city FROM customers WHERE newsletter AND country = $1 ORDER BY id`;

/** Customers leave as a file: all of them at first, later those of one country who asked for the newsletter. */
export const exportCustomers: Errand = {
  name: 'export customers',
  agent: 'crm-agent',
  async propose(shop, { step }) {
    const country = step < 6 ? undefined : ['FR', 'DE', 'ES', 'IT', 'NO', 'CZ'][step % 6];
    const statement = country ? inCountry : everybody;
    const values = country ? [country] : [];
    const destination = `customers-${(country ?? 'all').toLowerCase()}-${step}.csv`;
    return rehearse(shop, async (tx) => {
      const look = new Look(tx);
      const rows = await look.number(`SELECT count(*) FROM (${statement}) AS export`, values);
      const first = await look.rows(masked(statement), values);
      return {
        action: {
          subject: { type: 'user', id: 'noor@demo.test' },
          action: {
            name: 'export.table',
            properties: {
              table: 'customers',
              statement,
              parameters: values,
              columns,
              rows,
              max_rows: rows,
              format: 'csv',
              destination,
            },
          },
          resource: { type: 'database', id: 'shop' },
          context: { change: country ? `CAMPAIGN-${country}-${step}` : 'CRM-311' },
        },
        reason: country
          ? `The ${country} newsletter goes out on Thursday. The agency needs the list of those who asked for it.`
          : 'Noor asked for the customer list for the CRM import. The new CRM starts empty on Monday.',
        evidence: {
          diff: { format: 'before_after', before: [], after: first },
          plan: `1 read ${rows} customers in one transaction\n2 write ${destination}, readable by this account only\n3 report how many rows it has and the SHA-256 of the file`,
          blast_radius: {
            rows,
            people: rows,
            reversible: false,
            summary: 'Names and e-mail addresses leave the database. A file that was read cannot be taken back.',
          },
          trace: look.trace,
        },
      };
    });
  },
  async sample(tx, properties) {
    const { rows } = await tx.query(masked(text(properties, 'statement')), parameters(properties));
    return rows;
  },
};

/** The first rows, with addresses that tell nobody who it is. */
function masked(statement: string): string {
  return `SELECT id, name, left(email, 2) || '…@' || split_part(email, '@', 2) AS email, city FROM (${statement}) AS export ORDER BY id LIMIT 5`;
}
