import pg from 'pg';
import { connectionUrl, type Login, type Settings } from './settings.ts';

/** The roles that log in with a password; the superuser was given its own when the cluster was made. */
const roles: readonly Exclude<Login, 'postgres'>[] = [
  'countersign_migrator',
  'countersign_app',
  'countersign_sequencer',
  'countersign_auditor',
  'countersign_eraser',
  'shop',
];

/**
 * The roles and the two databases, as `docs/self-hosting.md` asks of any Postgres. Safe to run at each start.
 *
 * `countersign_owner` owns the tables and cannot log in; migrations log in as `countersign_migrator` and step into it.
 * None of the others is a member of it, so a leaked runtime password cannot alter a table. The shop is somebody else's
 * database on the same server: its owner sees nothing of ours, and our roles nothing of the shop.
 */
export async function ensureRoles(settings: Settings): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(settings, 'postgres', 'postgres') });
  await client.connect();
  try {
    await ensureRole(client, 'countersign_owner', 'NOLOGIN');
    for (const role of roles) {
      await ensureRole(client, role, `LOGIN PASSWORD ${client.escapeLiteral(settings.passwords[role])}`);
    }
    await client.query('GRANT countersign_owner TO countersign_migrator');
    // From its first statement on, so that what Prisma's own commands create belongs to the owner as well.
    await client.query(`ALTER ROLE countersign_migrator SET role = 'countersign_owner'`);
    await ensureDatabase(client, 'countersign', 'countersign_owner', ['countersign_migrator', ...runtimeRoles]);
    await ensureDatabase(client, 'shop', 'shop', ['shop']);
    // Who is granted something in the demo. Nobody logs in as it, and the shop's owner could not make it.
    await ensureRole(client, 'analyst', 'NOLOGIN');
  } finally {
    await client.end();
  }
}

/** The roles that a running Countersign connects as. */
export const runtimeRoles = [
  'countersign_app',
  'countersign_sequencer',
  'countersign_auditor',
  'countersign_eraser',
] as const;

async function ensureRole(client: pg.Client, name: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (!rowCount) await client.query(`CREATE ROLE ${name} ${attributes}`);
}

async function ensureDatabase(
  client: pg.Client,
  name: string,
  owner: string,
  guests: readonly string[],
): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount) return;
  await client.query(`CREATE DATABASE ${name} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO ${guests.join(', ')}`);
}
