import fc from 'fast-check';
import type { Action, Json, JsonObject } from '#protocol/wire.ts';

/** Random Actions for property tests: members that kinds look for, with values of the right and of the wrong shape. */
const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !text.includes('\u0000')),
  fc.constantFrom('__proto__', 'constructor', 'a/b', 'm~n', '', 'e\u0301', 'p\u0430y', '\u202Etxt', '0', '10'),
);
const prose = fc.oneof(
  name,
  fc.constantFrom(
    "DELETE FROM orders WHERE note = 'a;b'; -- done\nDROP TABLE invoices_2019;",
    'WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone',
    "SELECT $$;$$; /* ' */ UPDATE t SET x = E'\\''",
    'GRANT SELECT, INSERT ON public.customers TO analyst',
    "unclosed ' quote;\n\n\nDROP",
    'rm -rf "/var/lib/some where"\nexit',
    'https://ex\u0430mple.com/a?b=c&d=%20#frag',
    `${'line\n'.repeat(70)}end`,
    'x'.repeat(3000),
    Array.from({ length: 60 }, (_, index) => `UPDATE t${index} SET a = ${index};\n`).join(''),
    `SELECT 1${'\n, 2'.repeat(80)}`,
  ),
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  prose,
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.boolean(),
  fc.constant(null),
);

function objectOf(names: fc.Arbitrary<string>, value: fc.Arbitrary<Json>, maxLength: number): fc.Arbitrary<JsonObject> {
  return fc
    .uniqueArray(fc.tuple(names, value), { selector: ([key]) => key, maxLength })
    .map((members) => Object.fromEntries(members));
}

export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    objectOf(name, tie('json'), 4),
  ),
})).json;

const policy = fc.record({
  Version: fc.constant('2012-10-17'),
  Statement: fc.array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Deny', 'Maybe'),
      Action: fc.oneof(fc.constantFrom('s3:*', 's3:GetObject', 'iam:PassRole'), fc.array(prose, { maxLength: 3 })),
      Resource: fc.oneof(fc.constantFrom('*', 'arn:aws:s3:::b/*'), anyJson),
      Sid: anyJson,
    }),
    { maxLength: 3 },
  ),
}) as fc.Arbitrary<Json>;

const terraform = fc.record({
  format_version: fc.constant('1.2'),
  resource_changes: fc.array(
    fc.record({
      address: prose,
      type: name,
      change: fc.record({
        actions: fc.constantFrom(['create'], ['delete', 'create'], ['update'], ['no-op'], ['strange']),
        before: anyJson,
        after: anyJson,
        after_unknown: fc.oneof(fc.constant({ id: true }), anyJson),
      }),
      action_reason: anyJson,
    }),
    { maxLength: 3 },
  ),
  output_changes: anyJson,
}) as unknown as fc.Arbitrary<Json>;

const known = fc.constantFrom(
  ...'statement sql statements parameters rows dialect columns fields classes filters destination format before after policy role principal argv command args env cwd stdin method url headers body query version from to replicas arguments plan'.split(
    ' ',
  ),
);
const value = fc.oneof(
  { weight: 4, arbitrary: anyJson },
  { weight: 3, arbitrary: prose },
  fc.array(prose, { minLength: 1, maxLength: 4 }),
  objectOf(name, prose, 4),
  fc.array(fc.record({ name: prose, class: prose, note: anyJson }) as fc.Arbitrary<Json>, {
    minLength: 1,
    maxLength: 3,
  }),
  policy,
  terraform,
);

const filled = prose.filter((text) => text !== '');
const entity = fc.record(
  {
    type: fc.oneof(fc.constantFrom('database', 'host', 'mcp_tool', 'service', 'agent'), filled),
    id: filled,
    properties: objectOf(fc.oneof(fc.constant('environment'), name), anyJson, 3),
  },
  { requiredKeys: ['type', 'id'] },
);

export const anyAction: fc.Arbitrary<Action> = fc.record({
  subject: entity,
  action: fc.record(
    {
      name: fc.constantFrom(
        ...'sql.execute sql.query export.table iam.attach iam.grant terraform.apply shell.run http.send deploy.run deploy.rollback mcp.tools/call claude_code.Bash payments.refund x'.split(
          ' ',
        ),
      ),
      properties: fc.oneof(
        { weight: 6, arbitrary: objectOf(fc.oneof({ weight: 3, arbitrary: known }, name), value, 6) },
        fc.record({ plan: terraform }),
        fc.record({ before: policy, after: policy }),
        fc.record({ statement: prose, dialect: name }),
      ),
    },
    { requiredKeys: ['name'] },
  ),
  resource: entity,
  context: objectOf(name, anyJson, 3),
});
