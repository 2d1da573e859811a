import type { Json } from '#protocol/wire.ts';
import { isOpen, zonedTime } from './calendar.ts';
import { labelsOf } from './catalogue.ts';
import { isOverLimit } from './condition/limits.ts';
import type { FactSchema, FactType } from './condition/schema.ts';
import type { PolicyDocument } from './document.ts';
import type { FactProblem, Facts, FactsInput, FactsResult, Properties, PropertyValue } from './facts.ts';

/**
 * The facts one evaluation may know, from what the edges already established. Pure: no clock, no database.
 *
 * The catalogue's labels and everything outside `properties` and `claimed` are ours: a caller that sends members of
 * the same name moves nothing. A declared property of another type is a problem for the caller, so that "5000" cannot
 * slip past `rows > 1000`; a value beyond the limits is kept whole and marked, and whoever reads it errors.
 */
export function establishFacts(
  policy: { document: PolicyDocument; schema: FactSchema },
  input: FactsInput,
): FactsResult {
  const { document, schema } = policy;
  const zone = document.timezone ?? 'UTC';
  const problems: FactProblem[] = [];
  const declared = (
    part: 'action' | 'resource' | 'context',
    from: Readonly<Record<string, Json>> | undefined,
    at: string,
  ) => declaredProperties(document.properties?.[part], from, at, problems);

  const { action, resource } = input.action;
  const local = zonedTime(zone, input.now);
  const labels = labelsOf(document, resource);
  const facts: Facts = {
    subject: {
      type: input.action.subject.type,
      id: input.action.subject.id,
      proof: input.proof,
      ...(input.subjectGroups ? { groups: input.subjectGroups } : {}),
    },
    agent: {
      id: input.agent.id,
      owner: input.agent.owner,
      ...(input.agent.team ? { team: input.agent.team } : {}),
      trust: input.agent.trust,
      ...(input.agent.model ? { model: input.agent.model } : {}),
      tags: input.agent.tags ?? [],
      ageDays: Math.max(0, Math.floor((input.now.getTime() - input.agent.createdAt.getTime()) / 86_400_000)),
      changed: input.agent.changed,
    },
    action: {
      name: action.name,
      family: action.name.split('.', 1)[0] as string,
      bytes: input.canonicalBytes,
      properties: declared('action', action.properties, '/action/properties'),
    },
    resource: {
      type: resource.type,
      id: resource.id,
      ...labels,
      properties: declared('resource', resource.properties, '/resource/properties'),
    },
    context: {
      observed: input.observed,
      door: input.door,
      executor: input.executor,
      grade: input.grade,
      revision: input.revision,
      properties: declared('context', input.action.context, '/context'),
    },
    window: input.windows ?? {},
    now: { hour: local.hour, weekday: local.weekday, date: local.date },
    calendar: Object.fromEntries(
      Object.entries(document.calendars ?? {}).map(([name, calendar]) => [name, isOpen(calendar, zone, input.now)]),
    ),
    risk: { signals: input.signals ?? [] },
    claimed: input.claimed ?? {},
    errored: [],
  };
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, facts: { ...facts, errored: overLimits(facts, schema) } };
}

function declaredProperties(
  types: Readonly<Record<string, FactType>> | undefined,
  from: Readonly<Record<string, Json>> | undefined,
  at: string,
  problems: FactProblem[],
): Properties {
  const properties: Record<string, PropertyValue> = {};
  for (const name in types) {
    const type = types[name]!;
    if (!from || !Object.hasOwn(from, name)) continue;
    const value = from[name]!;
    if (hasType(type, value)) properties[name] = value as PropertyValue;
    else
      problems.push({
        pointer: `${at}/${name}`,
        code: 'invalid_field',
        detail: `The policy reads this as ${plainName[type]}.`,
      });
  }
  return properties;
}

const plainName: Readonly<Record<FactType, string>> = {
  string: 'text',
  int: 'a whole number',
  double: 'a number',
  bool: 'true or false',
  'list<string>': 'a list of texts',
  'list<int>': 'a list of whole numbers',
};

/** Is a JSON value of this type? Never by conversion: null is nothing, and "5" is no number. */
export function hasType(type: FactType, value: Json): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'int':
      return Number.isSafeInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'list<string>':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'list<int>':
      return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item));
  }
}

/** Texts and lists of each schema, looked up once: this runs for every Action. */
const sizedFacts = new WeakMap<FactSchema, { name: string; path: string[]; type: FactType }[]>();

function overLimits(facts: Facts, schema: FactSchema): string[] {
  let sized = sizedFacts.get(schema);
  if (!sized) {
    sized = [...schema].flatMap(([name, type]) =>
      type === 'string' || type.startsWith('list') ? [{ name, path: name.split('.'), type }] : [],
    );
    sizedFacts.set(schema, sized);
  }
  return sized.flatMap(({ name, path, type }) => (isOverLimit(name, type, memberAt(facts, path)) ? [name] : []));
}

/** The value of a fact by its full name; undefined when it is absent. */
export function factValue(facts: Facts, name: string): unknown {
  return memberAt(facts, name.split('.'));
}

function memberAt(facts: Facts, path: readonly string[]): unknown {
  let value: unknown = facts;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}
