import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { whatIsMissing } from '../readiness.ts';

const tag = 'Health';

export const health = defineRoute({
  method: 'GET',
  path: '/health',
  operation: 'health',
  summary: 'The process answers.',
  tag,
  callers: ['anyone'],
  answers: { 200: z.strictObject({ ok: z.literal(true) }) },
  handle: () => ({ status: 200, body: { ok: true } }),
});

const readiness = z.strictObject({ ready: z.boolean(), missing: z.array(z.string()) });

export const ready = defineRoute({
  method: 'GET',
  path: '/ready',
  operation: 'ready',
  summary: 'Whether everything a decision needs is up; else what is missing, in words.',
  tag,
  callers: ['anyone'],
  answers: { 200: readiness, 503: readiness },
  async handle() {
    const missing = await whatIsMissing();
    if (missing.length === 0) return { status: 200, body: { ready: true, missing } };
    return { status: 503, body: { ready: false, missing }, headers: { 'Retry-After': '2' } };
  },
});
