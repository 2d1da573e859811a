import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { noDatabase } from './no-database.mjs';

/** Postgres' one-byte "char" of its catalogues, which adapter-pg does not know, and the text type it does know. */
const catalogChar = 18;
const text = 25;

export async function canConnect(url) {
  await withClient(url, (client) => client.query('SELECT 1'));
  return 'Connection successful';
}

export async function createDatabase(url) {
  await withClient(maintenance(url), (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(nameIn(url))}`),
  );
}

export async function dropDatabase(url) {
  await withClient(maintenance(url), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(nameIn(url))} WITH (FORCE)`),
  );
}

/**
 * What the engine connects through: the database itself, and shadow databases it may ask for.
 *
 * A shadow database is made here under a name of its own. adapter-pg would ignore that name when it is given a
 * connection string and let the engine rehearse its migrations, and their clean-up, in the real database.
 */
export function migrationAdapter(url) {
  return bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => (url ? connect(url) : noDatabase()),
    connectToShadowDb: async () => {
      if (!url) return noDatabase();
      const shadow = new URL(url);
      shadow.pathname = `/prisma_migrate_shadow_db_${randomUUID()}`;
      await createDatabase(shadow.toString());
      return connect(shadow.toString(), () => dropDatabase(shadow.toString()));
    },
  });
}

async function connect(url, afterwards) {
  const schema = new URL(url).searchParams.get('schema') ?? undefined;
  const pool = new pg.Pool({ connectionString: url, max: 1, options: '-c timezone=UTC' });
  const adapter = withCatalogChar(await new PrismaPg(pool, { schema, disposeExternalPool: false }).connect());
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (...rest) => withCatalogChar(await startTransaction(...rest));
  // adapter-pg cuts a script at each semicolon, also those inside a function's body. The server knows better.
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  adapter.dispose = async () => {
    await pool.end();
    await afterwards?.();
  };
  return adapter;
}

/** The adapter, able to carry "char": shown to it as text, and given its real type again on the way to the engine. */
function withCatalogChar(adapter) {
  let isChar = [];
  const performIO = adapter.performIO.bind(adapter);
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const fields = result.fields ?? [];
    isChar = fields.map((field) => field.dataTypeID === catalogChar);
    for (const field of fields) if (field.dataTypeID === catalogChar) field.dataTypeID = text;
    return result;
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    isChar.forEach((char, index) => {
      if (char) result.columnTypes[index] = ColumnTypeEnum.Character;
    });
    return result;
  };
  return adapter;
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function nameIn(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** The same server, entered through the database that every server has. */
function maintenance(url) {
  const address = new URL(url);
  address.pathname = '/postgres';
  return address.toString();
}
