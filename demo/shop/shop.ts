import pg from 'pg';

/** The shop's database: somebody else's, on which agents work. Nothing of Countersign is in it. */
export type Shop = pg.Pool;
export type ShopTx = Pick<pg.PoolClient, 'query'>;

export function openShop(connectionString: string): Shop {
  const shop = new pg.Pool({ connectionString, max: 6, application_name: 'shop agents', options: '-c timezone=UTC' });
  // An idle connection that dies with the server is replaced by the next query.
  return shop.on('error', () => {});
}

/** One transaction on the shop. It commits what `work` did if it resolves, and nothing of it if it throws. */
export async function onShop<T>(shop: Shop, work: (tx: ShopTx) => Promise<T>): Promise<T> {
  return inTransaction(shop, 'COMMIT', work);
}

/** The same, but whatever `work` did is rolled back: what a change would do, seen without making it. */
export async function rehearse<T>(shop: Shop, work: (tx: ShopTx) => Promise<T>): Promise<T> {
  return inTransaction(shop, 'ROLLBACK', work);
}

async function inTransaction<T>(shop: Shop, end: 'COMMIT' | 'ROLLBACK', work: (tx: ShopTx) => Promise<T>): Promise<T> {
  const client = await shop.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    // The shop's customers come first: whoever holds a lock for long makes this give up, not them wait.
    await client.query(`SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '60s'`);
    const value = await work(client);
    await client.query(end);
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
