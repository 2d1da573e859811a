import { z } from 'zod';
import { policyJsonSchema } from '../../policy/document.ts';
import {
  getPolicyVersion,
  listPolicies,
  listPolicyVersions,
  type PolicyVersionLine,
  type PolicyVersionText,
} from '../../policy/list-policies.ts';
import { parsePolicy } from '../../policy/load.ts';
import { defineRoute } from '../define-route.ts';
import { count, digest, text, time } from '../schemas/words.ts';

const tag = 'Policies';
const name = text(100);
const readers = ['author', 'auditor', 'reviewer'] as const;

const line = z
  .strictObject({
    name: z.string(),
    version: count,
    digest,
    source: z.unknown(),
    created_at: time,
    active: z.boolean(),
  })
  .meta({ id: 'PolicyVersion' });
const whole = line.extend({ document: z.string() }).meta({ id: 'PolicyVersionText' });

export const list = defineRoute({
  method: 'GET',
  path: '/policies',
  operation: 'listPolicies',
  summary: 'The newest version of each policy.',
  tag,
  callers: ['human'],
  roles: readers,
  answers: { 200: z.strictObject({ items: z.array(line) }) },
  async handle({ actor }) {
    return { status: 200, body: { items: (await listPolicies(actor)).map(lineForm) } };
  },
});

export const schema = defineRoute({
  method: 'GET',
  path: '/policies/schema.json',
  operation: 'getPolicySchema',
  summary: 'The JSON Schema of a policy document, for editors.',
  tag,
  callers: ['anyone'],
  answers: { 200: z.record(z.string(), z.unknown()) },
  handle() {
    return { status: 200, body: policyJsonSchema() };
  },
});

export const get = defineRoute({
  method: 'GET',
  path: '/policies/:name',
  operation: 'getPolicy',
  summary: 'The newest version of a policy, with its text.',
  tag,
  callers: ['human'],
  roles: readers,
  params: z.strictObject({ name }),
  answers: { 200: whole },
  async handle({ actor, params }) {
    return { status: 200, body: wholeForm(await getPolicyVersion(actor, params.name)) };
  },
});

export const versions = defineRoute({
  method: 'GET',
  path: '/policies/:name/versions',
  operation: 'listPolicyVersions',
  summary: 'Every version of a policy, newest first.',
  tag,
  callers: ['human'],
  roles: readers,
  params: z.strictObject({ name }),
  answers: { 200: z.strictObject({ items: z.array(line) }) },
  async handle({ actor, params }) {
    return { status: 200, body: { items: (await listPolicyVersions(actor, params.name)).map(lineForm) } };
  },
});

export const version = defineRoute({
  method: 'GET',
  path: '/policies/:name/versions/:version',
  operation: 'getPolicyVersion',
  summary: 'One version of a policy, with its text.',
  tag,
  callers: ['human'],
  roles: readers,
  params: z.strictObject({ name, version: z.string().regex(/^[1-9]\d{0,8}$/) }),
  answers: { 200: whole },
  async handle({ actor, params }) {
    return { status: 200, body: wholeForm(await getPolicyVersion(actor, params.name, Number(params.version))) };
  },
});

const finding = z.strictObject({
  line: count.exactOptional(),
  column: count.exactOptional(),
  rule: z.string().exactOptional(),
  code: z.string(),
  detail: z.string(),
});

export const validate = defineRoute({
  method: 'POST',
  path: '/policies/validate',
  operation: 'validatePolicy',
  summary: 'Read a document, run its tests, say what is wrong with it. Changes nothing.',
  tag,
  callers: ['human'],
  roles: ['author'],
  body: z.strictObject({ document: text(500_000) }).meta({ id: 'PolicyDocument' }),
  answers: {
    200: z.strictObject({
      valid: z.boolean(),
      problems: z.array(finding),
      tests: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), got: z.string().exactOptional() })),
    }),
  },
  handle({ body }) {
    const parsed = parsePolicy(body.document, { publishing: new Date() });
    const tests = parsed.tests.map(({ name, ok, detail }) => ({
      name,
      ok,
      ...(detail !== undefined && { got: detail }),
    }));
    const problems = parsed.ok ? parsed.policy.warnings : parsed.problems;
    return { status: 200, body: { valid: parsed.ok, problems, tests } };
  },
});

function lineForm({ name, version, digest, source, createdAt, active }: PolicyVersionLine) {
  return { name, version, digest, source, created_at: createdAt.toISOString(), active };
}

function wholeForm(of: PolicyVersionText) {
  return { ...lineForm(of), document: of.document };
}
