import { randomBytes } from 'node:crypto';
import type { Wanted } from './agent.ts';

const unique = () => randomBytes(4).toString('hex');

/** What one colleague of the sre group decides alone. */
export function restart(host = `web-${unique()}`): Wanted {
  return {
    name: 'shell.run',
    properties: { argv: ['systemctl', 'restart', 'nginx'], cwd: '/', env: { LANG: 'C' } },
    resource: { type: 'host', id: host },
  };
}

/** A change of one row of the shop, which the demo's executor knows how to run; one colleague decides. */
export function markPaid(invoice: number): Wanted {
  return {
    name: 'sql.execute',
    properties: {
      statement: 'UPDATE invoices SET paid = true WHERE id = $1',
      parameters: [invoice],
      dialect: 'postgres',
      rows: 1,
      max_rows: 1,
    },
    resource: { type: 'database', id: 'shop' },
    context: { ticket: `PAY-${invoice}` },
  };
}

/** What takes two people, one of the sre group and one of security. */
export function deleteOrders(before: string): Wanted {
  return {
    name: 'sql.execute',
    properties: {
      statement: "DELETE FROM orders WHERE status = 'cart' AND placed_at < $1::date",
      parameters: [before],
      dialect: 'postgres',
      max_rows: 100_000,
    },
    resource: { type: 'database', id: 'shop' },
  };
}
