import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { resetEnv } from '../env.ts';

/** Every setting the product asks for, with keys of this run's own and an identity provider that nobody can reach. */
export function setTestEnvironment(databaseUrl: string, ownerUrl: string): void {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: ownerUrl,
    PUBLIC_URL: 'http://localhost:3000',
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    EVENT_KEY: privateKey(),
    GRANT_KEY: privateKey(),
    OIDC_ISSUER: 'http://localhost:1',
    OIDC_CLIENT_ID: 'test',
    OIDC_CLIENT_SECRET: randomBytes(32).toString('base64url'),
    ROLE_GROUPS: JSON.stringify({
      reviewer: ['grp:sre', 'grp:security', 'grp:data-platform', 'grp:admins'],
      admin: ['grp:admins'],
      author: ['grp:admins', 'grp:security'],
      auditor: ['grp:auditors'],
    }),
  });
  resetEnv();
}

function privateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
