import { parameters } from '../../runner/read-action.ts';
import { Look } from '../../shop/look.ts';
import { rehearse } from '../../shop/shop.ts';
import type { Errand } from '../proposal.ts';

const statement = `SELECT date_trunc('month', placed_at)::date::text AS month, count(*)::int AS orders, sum(total_cents)::text AS cents
FROM orders
WHERE status = 'delivered' AND placed_at >= $1::date
GROUP BY 1
ORDER BY 1`;

/** A read that changes nothing and names nobody; policy asks one colleague, since it is production. */
export const readOrders: Errand = {
  name: 'read order totals',
  agent: 'crm-agent',
  async propose(shop, { step, agentId }) {
    const from = `${2020 + (step % 5)}-01-01`;
    return rehearse(shop, async (tx) => {
      const look = new Look(tx);
      const [planned] = await look.rows(`EXPLAIN (FORMAT JSON) ${statement}`, [from]);
      const cost = JSON.stringify(planned).match(/"Total Cost":\s*([\d.]+)/)?.[1] ?? 'unknown';
      return {
        action: {
          subject: { type: 'agent', id: agentId },
          action: {
            name: 'sql.query',
            properties: { statement, parameters: [from], dialect: 'postgres', max_rows: 120 },
          },
          resource: { type: 'database', id: 'shop' },
        },
        reason: `The forecast needs the orders per month since ${from}. Totals only, no customers.`,
        evidence: {
          plan: '1 read in a transaction that cannot write\n2 report how many months there are',
          blast_radius: { rows: 0, people: 0, reversible: true, summary: `Changes nothing. Planner’s cost: ${cost}.` },
          trace: look.trace,
        },
      };
    });
  },
  async sample(tx, properties) {
    return (await tx.query(`SELECT * FROM (${statement}) AS totals LIMIT 5`, parameters(properties))).rows;
  },
};
