import { z } from 'zod';
import { seconds } from './duration.ts';
import { isEntryName, isFactName } from './names.ts';

/** The shape of a policy document (docs/policy.md). Unknown keys are errors; what a key means is checked in load.ts. */

const factName = z.string().refine(isFactName, 'A letter, then letters, digits or _; no word of the language.');
const entryName = z.string().refine(isEntryName, 'A letter, then letters, digits, _ or -.');
const line = z.string().min(1).max(500);
const label = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'Letters, digits, ".", "_" or "-".');
const condition = z.string().min(1).max(4000);
const pattern = (characters: string) =>
  z
    .string()
    .max(200)
    .regex(new RegExp(`^[${characters}]*\\*?$`), 'A "*" may only stand at the end.')
    .min(1);
const actionPattern = pattern('A-Za-z0-9._:/-');
const resourcePattern = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^*]*\*?$/, 'A "*" may only stand at the end.');
const count = (most: number) => z.int().min(1).max(most);
const duration = (least: string, most: string) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,6})[smhd]$/, 'A duration such as 30s, 15m, 4h or 7d.')
    .refine(
      (text) => seconds(text) >= seconds(least) && seconds(text) <= seconds(most),
      `Between ${least} and ${most}.`,
    );
const instant = z.iso.datetime({ offset: true });
const timeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'A time such as "08:00", in quotes.');
const level = z.enum(['L1', 'L2', 'L3', 'L4', 'L5']);

const factType = z.enum(['string', 'int', 'double', 'bool', 'list<string>', 'list<int>']);
const declared = z.record(factName, factType);

const catalogueEntry = z.strictObject({
  type: label.or(z.literal('*')),
  id: resourcePattern,
  environment: label,
  classes: z.array(label).max(50),
  owner: label,
});

const group = z
  .strictObject({ idp: z.array(line).max(50).optional(), people: z.array(line).max(200).optional() })
  .refine((value) => (value.idp?.length ?? 0) + (value.people?.length ?? 0) > 0, 'A group needs `idp` or `people`.');

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const weekly = z.strictObject({ days: z.array(weekday).min(1).max(7), from: timeOfDay, to: timeOfDay });
const period = z.strictObject({ start: instant, end: instant });
const calendar = z.union([weekly, period]);

const window = z.strictObject({
  sum: z.string().regex(/^action\.properties\.[A-Za-z]\w*$/, 'An int under action.properties.'),
  over: duration('1m', '7d'),
});

const risk = z.strictObject({ id: entryName, points: count(100), when: condition });

const grant = z.strictObject({
  ttl: duration('10s', '24h').optional(),
  uses: count(100).optional(),
  log: z.enum(['strict', 'async']).optional(),
  onExpiry: z.enum(['finish', 'stop']).optional(),
});

const slot = z.strictObject({ name: entryName.optional(), group: entryName, count: count(8).optional() });

const escalation = z.strictObject({
  after: duration('1m', '7d'),
  notify: z.array(entryName).min(1).max(20).optional(),
  widen: entryName.optional(),
  with: entryName.optional(),
});

const requirement = z.strictObject({
  slots: z.array(slot).min(1).max(8),
  order: z.enum(['any', 'sequential']).optional(),
  deny: count(8).optional(),
  deadline: duration('30s', '7d').optional(),
  escalate: z.array(escalation).max(10).optional(),
  notBefore: duration('0s', '7d').optional(),
  within: z.array(factName).max(10).optional(),
  reason: z.enum(['on-deny', 'always']).optional(),
  minAssurance: level.optional(),
  channels: z
    .array(z.enum(['web', 'teams_tab', 'teams_card', 'slack']))
    .min(1)
    .optional(),
  grant: grant.optional(),
  standing: z.strictObject({ uses: count(1000), age: duration('1h', '90d') }).optional(),
});

const use = z.array(entryName).min(1).max(8);
const ruleParts = {
  id: entryName,
  mode: z.enum(['active', 'shadow']).optional(),
  actions: z.array(actionPattern).min(1).max(100).optional(),
  when: condition.optional(),
  message: line.optional(),
};
const rule = z.discriminatedUnion('effect', [
  z.strictObject({ ...ruleParts, effect: z.literal('deny') }),
  z.strictObject({ ...ruleParts, effect: z.literal('require'), use }),
  z.strictObject({
    ...ruleParts,
    effect: z.literal('allow'),
    sample: z.number().min(0).max(1).optional(),
    overrides: z.array(entryName).min(1).max(20).optional(),
    expires: instant.optional(),
    log: z.enum(['strict', 'async']).optional(),
  }),
]);

/** `default` and `onError`: deny, or require of somebody. There is no third value. */
const fallback = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('deny') }),
  z.strictObject({ effect: z.literal('require'), use }),
]);

const breakGlass = z.strictObject({
  who: entryName,
  minAssurance: level.optional(),
  grant: grant.optional(),
  notify: z.array(entryName).max(20).optional(),
  review: duration('1h', '7d').optional(),
  perPerson: z.strictObject({ uses: count(100), in: duration('1h', '90d') }).optional(),
});

const given = z.strictObject({
  subject: z.record(z.string(), z.json()).optional(),
  agent: z.record(z.string(), z.json()).optional(),
  action: z.record(z.string(), z.json()).optional(),
  resource: z.record(z.string(), z.json()).optional(),
  context: z.record(z.string(), z.json()).optional(),
  window: z.record(z.string(), z.json()).optional(),
  risk: z.strictObject({ signals: z.array(label).max(200).optional() }).optional(),
  claimed: z.record(z.string(), z.json()).optional(),
});

const test = z.strictObject({
  name: line,
  at: instant.optional(),
  given: given.optional(),
  expect: z.strictObject({
    effect: z.enum(['allow', 'deny', 'require']).optional(),
    use: z.array(entryName).optional(),
    rules: z.array(entryName).optional(),
    errors: z.array(entryName).optional(),
    risk: z.int().min(0).max(100).optional(),
  }),
});

export const policyDocument = z.strictObject({
  apiVersion: z.literal('countersign/v1'),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'Lower-case letters, digits and "-".'),
  timezone: z.string().max(64).optional(),
  membership: z.strictObject({ maxAge: duration('1m', '24h') }).optional(),
  sensitive: z
    .array(z.string().regex(/^\/(action|resource|context|subject)(\/[^/]+)+$/, 'A JSON pointer into the Action.'))
    .max(100)
    .optional(),
  properties: z
    .strictObject({ action: declared.optional(), resource: declared.optional(), context: declared.optional() })
    .optional(),
  resources: z.array(catalogueEntry).max(1000).optional(),
  groups: z.record(entryName, group),
  calendars: z.record(factName, calendar).optional(),
  windows: z.record(factName, window).optional(),
  risk: z.array(risk).max(100).optional(),
  requirements: z.record(entryName, requirement),
  rules: z.array(rule).max(500).optional(),
  default: fallback,
  onError: fallback,
  publish: z.strictObject({ use }).optional(),
  breakGlass: breakGlass.optional(),
  storm: z.strictObject({ pending: count(1000), in: duration('1m', '1h') }).optional(),
  tests: z.array(test).max(1000).optional(),
});

export type PolicyDocument = z.infer<typeof policyDocument>;
export type RuleEntry = NonNullable<PolicyDocument['rules']>[number];
export type RequirementEntry = PolicyDocument['requirements'][string];
export type CalendarEntry = NonNullable<PolicyDocument['calendars']>[string];
export type TestEntry = NonNullable<PolicyDocument['tests']>[number];
export type GroupEntry = PolicyDocument['groups'][string];
export type Fallback = PolicyDocument['default'];

/** The document's JSON Schema (draft 2020-12), for editors. */
export function policyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(policyDocument, { io: 'input' }) as Record<string, unknown>;
}
