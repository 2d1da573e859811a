import { parameters } from '../../runner/read-action.ts';
import { Look } from '../../shop/look.ts';
import { rehearse } from '../../shop/shop.ts';
import type { Errand } from '../proposal.ts';

const statement = `DELETE FROM orders\nWHERE status = 'cart'\n  AND placed_at < $1::date`;
const sampleOf = `SELECT id, customer_id, status, total_cents, placed_at::date::text AS placed_on FROM orders
  WHERE status = 'cart' AND placed_at < $1::date ORDER BY id LIMIT 5`;

/** Carts that nobody came back to for more than a year, a quarter at a time, the oldest first. */
export const deleteStaleOrders: Errand = {
  name: 'delete stale orders',
  agent: 'billing-bot',
  triesAnother: true,
  async propose(shop) {
    return rehearse(shop, async (tx) => {
      const look = new Look(tx);
      const [oldest] = await look.rows(
        `SELECT (date_trunc('quarter', min(placed_at)) + interval '3 months')::date::text AS before FROM orders
          WHERE status = 'cart' AND placed_at < date_trunc('quarter', now() - interval '1 year')`,
      );
      if (typeof oldest?.before !== 'string') return null;
      const { before } = oldest;
      const sample = await look.rows(sampleOf, [before]);
      const total = await look.number('SELECT count(*) FROM orders');
      const delivered = await look.number(`SELECT count(*) FROM orders WHERE status <> 'cart'`);
      const rows = await look.attempt(statement, [before]);
      const left = await look.number('SELECT count(*) FROM orders');
      const kept = await look.number(`SELECT count(*) FROM orders WHERE status <> 'cart'`);
      return {
        action: {
          subject: { type: 'user', id: 'ann@demo.test' },
          action: {
            name: 'sql.execute',
            properties: {
              statement,
              parameters: [before],
              dialect: 'postgres',
              rows,
              max_rows: rows,
              transaction: true,
            },
          },
          resource: { type: 'database', id: 'shop' },
          context: { change: `CLEANUP-${before}` },
        },
        reason: `Carts that were left before ${before} slow down the billing run. No order that was paid for is touched.`,
        evidence: {
          diff: {
            format: 'before_after',
            before: { orders: total, 'orders that are no cart': delivered, 'first rows': sample },
            after: { orders: left, 'orders that are no cart': kept, 'first rows': [] },
          },
          plan: `1 begin a transaction\n2 delete, and roll back if it touches more than ${rows} rows\n3 commit\n4 report the count`,
          blast_radius: {
            rows,
            resources: 1,
            people: 0,
            reversible: false,
            summary: 'Rows of one table. The nightly backup has them for 30 days.',
          },
          trace: look.trace,
        },
      };
    });
  },
  async sample(tx, properties) {
    return (await tx.query(sampleOf, parameters(properties))).rows;
  },
};
