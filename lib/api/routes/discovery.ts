import { z } from 'zod';
import { env } from '../../env.ts';
import { grantKeySet } from '../../grants/key-set.ts';
import { maxBodyBytes } from '../body.ts';
import { defineRoute } from '../define-route.ts';
import { mostOpenCalls } from '../open-calls.ts';
import { count } from '../schemas/words.ts';

const tag = 'Discovery';

export const jwks = defineRoute({
  method: 'GET',
  path: '/.well-known/jwks.json',
  at: 'root',
  operation: 'grantKeys',
  summary: 'The public keys that grants are verified with.',
  tag,
  callers: ['anyone'],
  answers: { 200: z.strictObject({ keys: z.array(z.record(z.string(), z.string())) }) },
  async handle() {
    return { status: 200, body: await grantKeySet(), headers: { 'Cache-Control': 'public, max-age=300' } };
  },
});

export const countersign = defineRoute({
  method: 'GET',
  path: '/.well-known/countersign',
  at: 'root',
  operation: 'discover',
  summary: 'Issuer, doors that are on, and limits.',
  tag,
  callers: ['anyone'],
  answers: {
    200: z.strictObject({
      issuer: z.string(),
      api: z.string(),
      openapi: z.string(),
      jwks_uri: z.string(),
      doors: z.array(z.string()),
      limits: z.record(z.string(), count),
    }),
  },
  handle() {
    const { PUBLIC_URL: issuer, RATE_READS_PER_MINUTE: reads, RATE_WRITES_PER_MINUTE: writes } = env();
    return {
      status: 200,
      body: {
        issuer,
        api: `${issuer}/api/v1`,
        openapi: `${issuer}/api/v1/openapi.json`,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        doors: ['rest'],
        limits: {
          body_bytes: maxBodyBytes,
          action_bytes: 65_536,
          wait_seconds: 60,
          open_waits: mostOpenCalls,
          reads_per_minute: reads,
          writes_per_minute: writes,
        },
      },
    };
  },
});
