import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * The settings this deployment runs with, checked once at boot.
 *
 * Nothing else in the product reads `process.env`. A missing or malformed setting is one plain sentence per setting,
 * never a default that would loosen anything.
 */
export type Env = z.output<typeof schema>;

const isLoopback = (url: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);

/** https anywhere; plain http only on this machine. Without a trailing slash, since it is the `iss` of all we sign. */
const serviceUrl = z
  .url()
  .refine((value) => new URL(value).protocol === 'https:' || isLoopback(new URL(value)), 'has to be https')
  .transform((value) => value.replace(/\/$/, ''));

/** A PKCS#8 PEM, or the path of a file that holds one. */
const privateKey = z
  .string()
  .min(1)
  .transform((value) => (value.includes('-----BEGIN') ? value : readFileSync(value, 'utf8')));

const roleGroups = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('has to be JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z.strictObject({
      reviewer: z.array(z.string()).default([]),
      auditor: z.array(z.string()).default([]),
      author: z.array(z.string()).default([]),
      admin: z.array(z.string()).default([]),
    }),
  );

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  PUBLIC_URL: serviceUrl.default('http://localhost:3000'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** The address to listen on; a proxy that ends TLS usually stands in front. */
  HOST: z.string().min(1).default('127.0.0.1'),
  EVENT_KEY: privateKey,
  GRANT_KEY: privateKey,
  AUTH_SECRET: z.string().min(32),
  OIDC_ISSUER: serviceUrl,
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  OIDC_NAME: z.string().default('single sign-on'),
  /** Who holds which role here, by group id. Nobody holds one that is not named. */
  ROLE_GROUPS: roleGroups.default({ reviewer: [], auditor: [], author: [], admin: [] }),
  /** The policy that an empty deployment starts with; without it the install policy, which allows nothing. */
  POLICY_FILE: z.string().optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),
  /** Lets a deployment start although its database role could change the record; puts a banner on every page. */
  ALLOW_UNPROTECTED_LOG: z.stringbool().default(false),
  LOG_REQUESTS: z.stringbool().default(false),
  /** Per credential and process. */
  RATE_WRITES_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  RATE_WRITES_BURST: z.coerce.number().int().min(1).default(60),
  RATE_READS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
});

let checked: Env | undefined;

/** @throws Error naming every setting that is missing or wrong, in words */
export function env(): Env {
  if (checked) return checked;
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n');
    throw new Error(`These settings are missing or wrong:\n${problems}\nSee docs/configuration.md.`);
  }
  checked = parsed.data;
  return checked;
}

/** Forget what was read, so that a test can set the environment it needs. */
export function resetEnv(): void {
  checked = undefined;
}
