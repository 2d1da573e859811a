import type { Json } from '#protocol/wire.ts';
import { isOpen, nextOpening, zonedTime } from './calendar.ts';
import { isOverLimit } from './condition/limits.ts';
import type { PolicyDocument, TestEntry } from './document.ts';
import { hasType } from './establish-facts.ts';
import { evaluatePolicy } from './evaluate.ts';
import type { PolicyEvaluation } from './evaluation.ts';
import type { Facts } from './facts.ts';
import type { LoadedPolicy } from './policy.ts';

export interface TestResult {
  name: string;
  ok: boolean;
  /** What differed, or what in `given` does not exist. */
  detail?: string;
  evaluation?: PolicyEvaluation;
}

/** Run one of a document's own tests: its `given` over neutral facts, compared with whatever `expect` names. */
export function runTest(policy: LoadedPolicy, test: TestEntry): TestResult {
  const at = test.at ? new Date(test.at) : ordinaryMorning(policy.document.timezone ?? 'UTC');
  const built = factsOf(policy, test, at);
  if (typeof built === 'string') return { name: test.name, ok: false, detail: built };
  const evaluation = evaluatePolicy(policy, built, { now: at });
  const detail = difference(test, evaluation);
  return { name: test.name, ok: detail === undefined, ...(detail ? { detail } : {}), evaluation };
}

/** A Tuesday at ten in the document's zone, always the same one: a document that loads today loads next year. */
function ordinaryMorning(zone: string): Date {
  const ten = { days: ['tue'], from: '10:00', to: '11:00' } as const;
  return nextOpening([{ ...ten, days: [...ten.days] }], zone, new Date('2026-01-05T12:00:00Z'))!;
}

function factsOf(policy: LoadedPolicy, test: TestEntry, at: Date): Facts | string {
  const { document, schema } = policy;
  const facts = neutral(document, at) as unknown as Record<string, Record<string, Json>>;
  const errored: string[] = [];
  for (const [group, members] of Object.entries(test.given ?? {})) {
    for (const [name, value] of flat(group, members as Record<string, Json>)) {
      const type = schema.get(name);
      if (!type) return `given: there is no fact "${name}".`;
      if (!hasType(type, value)) return `given: "${name}" is ${type}.`;
      if (isOverLimit(name, type, value)) errored.push(name);
      const [root, member, leaf] = name.split('.') as [string, string, string?];
      const target = facts[root]!;
      if (leaf === undefined) target[member] = value;
      else target[member] = { ...(target[member] as Record<string, Json>), [leaf]: value };
    }
  }
  const given = test.given?.action;
  if (typeof given?.name === 'string' && given.family === undefined) facts.action!.family = given.name.split('.')[0]!;
  return { ...(facts as unknown as Facts), errored };
}

function flat(group: string, members: Record<string, Json>): [string, Json][] {
  return Object.entries(members).flatMap(([name, value]): [string, Json][] =>
    name === 'properties' && typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([leaf, inner]): [string, Json] => [`${group}.properties.${leaf}`, inner])
      : [[`${group}.${name}`, value]],
  );
}

/** Established facts as on an uneventful day; nothing that a caller would send. */
function neutral(document: PolicyDocument, at: Date): Facts {
  const zone = document.timezone ?? 'UTC';
  const local = zonedTime(zone, at);
  const counted = ['requestsMinute', 'requestsHour', 'requestsDay', 'sameHour', 'pending', 'deniedDay', 'refusedDay'];
  return {
    subject: { type: 'agent', id: 'agt_test', proof: 'self', groups: [] },
    agent: {
      id: 'agt_test',
      owner: 'usr_test',
      team: 'test',
      trust: 'standard',
      model: 'test',
      tags: [],
      ageDays: 365,
      changed: false,
    },
    action: { name: 'test.action', family: 'test', bytes: 200, properties: {} },
    resource: {
      type: 'test',
      id: 'test',
      environment: 'unknown',
      owner: 'none',
      classes: [],
      known: false,
      properties: {},
    },
    context: { observed: false, door: 'rest', executor: 'exe_test', grade: 'cooperative', revision: 1, properties: {} },
    window: {
      ...Object.fromEntries([...counted, ...Object.keys(document.windows ?? {})].map((name) => [name, 0])),
      firstUse: false,
    },
    now: { hour: local.hour, weekday: local.weekday, date: local.date },
    calendar: Object.fromEntries(
      Object.entries(document.calendars ?? {}).map(([name, calendar]) => [name, isOpen(calendar, zone, at)]),
    ),
    risk: { signals: [] },
    claimed: {},
    errored: [],
  };
}

function difference(test: TestEntry, evaluation: PolicyEvaluation): string | undefined {
  const active = evaluation.rules.filter((rule) => rule.mode === 'active');
  const got = {
    effect: evaluation.effect,
    use: evaluation.requirement?.requirements.map((requirement) => requirement.id) ?? [],
    rules: active.filter((rule) => rule.matched).map((rule) => rule.id),
    errors: active.filter((rule) => rule.errored).map((rule) => rule.id),
    risk: evaluation.risk.score,
  };
  const { expect } = test;
  if (expect.effect !== undefined && expect.effect !== got.effect)
    return `effect is ${got.effect}, not ${expect.effect}: ${evaluation.why}`;
  for (const key of ['use', 'rules', 'errors'] as const) {
    const wanted = expect[key];
    if (wanted && !sameNames(wanted, got[key]))
      return `${key} is [${got[key].join(', ')}], not [${wanted.join(', ')}].`;
  }
  if (expect.risk !== undefined && expect.risk !== got.risk) return `risk is ${got.risk}, not ${expect.risk}.`;
  return undefined;
}

const sameNames = (a: readonly string[], b: readonly string[]) =>
  [...new Set(a)].sort().join() === [...new Set(b)].sort().join();
