import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { applyMigrations } from '#lib/db/migrations.ts';
import { root } from './places.ts';
import { buildConsole } from './prepare.ts';
import { Plain, say, step } from './say.ts';

const settings = ['DATABASE_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** Whether this is a deployment with its own database and identity provider. Half of one is a mistake, and said so. */
export function isDeployment(): boolean {
  const missing = settings.filter((name) => !process.env[name]);
  if (missing.length === 0) return true;
  if (missing.length === settings.length) return false;
  const set = settings.filter((name) => process.env[name]);
  throw new Plain(
    `${set.join(', ')} ${set.length === 1 ? 'is' : 'are'} set, but not ${missing.join(', ')}. Set all four to use your own database and sign-in, or none to start the demo.`,
  );
}

/** The product alone, with the settings of the environment: migrate when told how, build, serve in the foreground. */
export async function startDeployment(): Promise<{ stop: () => Promise<void>; ended: Promise<number> }> {
  const owner = process.env.DATABASE_OWNER_URL;
  if (owner) {
    await step('Migrating the database', () => applyMigrations(owner, join(root, 'prisma', 'migrations')));
  } else {
    say('DATABASE_OWNER_URL is not set, so the database is taken as it is.');
  }
  await buildConsole();
  const { DATABASE_OWNER_URL: _, ...env } = process.env;
  const server = spawn(process.execPath, [join(root, 'server.ts')], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, NODE_ENV: 'production' },
    detached: true,
  });
  const ended = new Promise<number>((resolve) => server.once('exit', (code) => resolve(code ?? 1)));
  return {
    ended,
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
