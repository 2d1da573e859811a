import { join } from 'node:path';
import { keepKey, keepSecret } from './keep.ts';
import { root } from './places.ts';

/** Which demo group holds which role in Countersign. */
const roleGroups = {
  reviewer: ['grp:sre', 'grp:security', 'grp:data-platform', 'grp:admins'],
  admin: ['grp:admins'],
  author: ['grp:admins', 'grp:security'],
  auditor: ['grp:auditors'],
};

/** Every setting of a demo deployment: the same ones a real deployment has, so that nothing is special about it. */
export function demoEnvironment(port: number, issuer: string, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: keepSecret('auth'),
    EVENT_KEY: keepKey('event'),
    GRANT_KEY: keepKey('grant'),
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'countersign-console',
    OIDC_CLIENT_SECRET: keepSecret('oidc-client'),
    OIDC_NAME: 'the demo identity provider',
    ROLE_GROUPS: JSON.stringify(roleGroups),
    POLICY_FILE: join(root, 'prisma', 'scenarios', 'policy.yaml'),
  };
}
