import type { Shop, ShopTx } from './shop.ts';
import { onShop } from './shop.ts';
import { tables } from './tables.ts';

/** How much the shop begins with. */
const customers = 48_213;
const orders = 96_000;
const closedYears: Record<string, number> = { 2016: 9_120, 2017: 12_764, 2018: 15_407, 2019: 18_231 };

/**
 * A shop that has been in business for years. Does nothing where there is one already, so what agents changed stays
 * changed. The same names and figures every time: they are computed, and nobody in it is real.
 *
 * The role `analyst` has to exist; the database's owner cannot make roles.
 */
export async function seedShop(shop: Shop): Promise<'seeded' | 'there already'> {
  return onShop(shop, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('seed shop'))`);
    const { rows } = await tx.query(`SELECT to_regclass('public.terraform_state') IS NOT NULL AS there`);
    if (rows[0]?.there) return 'there already';
    await tx.query(tables);
    await addCustomers(tx);
    await addOrders(tx);
    for (const [year, count] of Object.entries(closedYears)) await addClosedYear(tx, year, count);
    await addRightsAndServers(tx);
    return 'seeded';
  });
}

/** Spreads numbers evenly without looking sorted: a multiplication by a prime, modulo the range. */
const spread = (number: string, range: number) => `(((${number})::bigint * 48271) % 2147483647 % ${range})::int`;
const pick = (list: string, number: string) => `(${list})[1 + ${spread(number, 1_000_003)} % array_length(${list}, 1)]`;

const firstNames = `ARRAY['Ada','Ben','Chloé','Dario','Elif','Finn','Grace','Hana','Ivo','Jana','Kofi','Lena','Marek','Nadia','Oskar','Paula','Quinn','Rosa','Stefan','Tara','Uma','Viktor','Wanda','Xenia','Yusuf','Zoé']`;
const lastNames = `ARRAY['Almeida','Berg','Costa','Dubois','Eriksen','Fischer','García','Haas','Ivanov','Jensen','Keller','Lopez','Moreau','Novak','Olsen','Petit','Rossi','Schmidt','Tanaka','Ueda','Vogel','Weber','Yilmaz','Zeman']`;
const places = `ARRAY['Paris,FR','Lyon,FR','Lille,FR','Berlin,DE','Hamburg,DE','Munich,DE','Madrid,ES','Valencia,ES','Rome,IT','Milan,IT','Oslo,NO','Prague,CZ']`;

async function addCustomers(tx: ShopTx): Promise<void> {
  await tx.query(`
    INSERT INTO customers (id, name, email, city, country, newsletter, joined_on)
    SELECT n, first || ' ' || last,
      lower(translate(first, 'é', 'e')) || '.' || lower(translate(last, 'í', 'i')) || n || '@example.com',
      split_part(place, ',', 1), split_part(place, ',', 2), ${spread('n', 5)} < 3, date '2015-01-05' + ${spread('n', 3900)}
    FROM generate_series(1, ${customers}) AS n,
      LATERAL (SELECT ${pick(firstNames, 'n')} AS first, ${pick(lastNames, 'n + 7')} AS last, ${pick(places, 'n + 13')} AS place) AS who`);
  await tx.query('ANALYZE customers');
}

/** Four in ten never got past the cart; the others were delivered and invoiced. */
async function addOrders(tx: ShopTx): Promise<void> {
  await tx.query(`
    INSERT INTO orders (id, customer_id, status, total_cents, placed_at)
    SELECT n, 1 + ${spread('n', customers)}, CASE WHEN ${spread('n', 10)} < 4 THEN 'cart' ELSE 'delivered' END,
      900 + ${spread('n', 48_000)}, timestamptz '2020-01-01 08:00Z' + ${spread('n', 2_150)} * interval '1 day' + n % 600 * interval '1 minute'
    FROM generate_series(1, ${orders}) AS n`);
  await tx.query(`
    INSERT INTO invoices (id, order_id, total_cents, issued_on, paid)
    SELECT id, id, total_cents, placed_at::date + 2, ${spread('id', 47)} > 0 FROM orders WHERE status = 'delivered'`);
  await tx.query('ANALYZE orders');
}

/** The years that were closed and moved to tables of their own, as accountants did before anybody thought of agents. */
async function addClosedYear(tx: ShopTx, year: string, count: number): Promise<void> {
  await tx.query(`
    CREATE TABLE invoices_${year} (id integer PRIMARY KEY, customer text NOT NULL, total_cents integer NOT NULL, issued_on date NOT NULL)`);
  await tx.query(`
    INSERT INTO invoices_${year} SELECT n, 'C-' || ${spread('n', 90_000)}, 900 + ${spread('n', 48_000)}, date '${year}-01-01' + n % 365
    FROM generate_series(1, ${count}) AS n`);
}

async function addRightsAndServers(tx: ShopTx): Promise<void> {
  await tx.query('GRANT SELECT ON orders TO analyst');
  const server = { image: 'shop/web:5.2.0', instances: 3, memory_mb: 512 };
  const state = {
    'shop_service.web': server,
    'shop_service.checkout': { ...server, image: 'shop/checkout:3.9.1', instances: 2 },
    'shop_service.search': { ...server, image: 'shop/search:1.14.0', instances: 2, memory_mb: 1024 },
    'shop_dns.www': { name: 'www.shop.example', ttl_seconds: 300 },
  };
  await tx.query('INSERT INTO terraform_state (name, serial, resources) VALUES ($1, 1, $2)', ['shop', state]);
}
