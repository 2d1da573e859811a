import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '#lib/db/embedded/free-port.ts';

/** The checkout. */
export const root = join(import.meta.dirname, '..');

/** How much is measured; `--rounds 1 --seconds 2 --rows 10000` is a quick look and no result. */
export interface Extent {
  rounds: number;
  seconds: number;
  rows: number;
}

export function extent(args: readonly string[]): Extent {
  const number = (name: string, otherwise: number) => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  return { rounds: number('rounds', 3), seconds: number('seconds', 3), rows: number('rows', 1_000_000) };
}

/**
 * The settings of a production deployment, with keys of this run's own.
 *
 * Only the rate limits differ: they guard the process against single callers, and this is about all of them together.
 */
export async function productEnvironment(databaseUrl: string): Promise<Record<string, string>> {
  const port = await freePort();
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    EVENT_KEY: privateKey(),
    GRANT_KEY: privateKey(),
    OIDC_ISSUER: 'http://localhost:1',
    OIDC_CLIENT_ID: 'bench',
    OIDC_CLIENT_SECRET: randomBytes(32).toString('base64url'),
    ROLE_GROUPS: JSON.stringify({ reviewer: ['grp:sre', 'grp:security'], admin: ['grp:admins'] }),
    POLICY_FILE: join(root, 'prisma', 'scenarios', 'policy.yaml'),
    RATE_WRITES_PER_MINUTE: '100000000',
    RATE_WRITES_BURST: '100000000',
    RATE_READS_PER_MINUTE: '100000000',
  };
}

function privateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
