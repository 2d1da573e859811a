import fc from 'fast-check';
import type { Action, Json, JsonObject } from '#protocol/wire.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((value) => value.replaceAll('\u0000', '')),
  fc.constantFrom('', 'prod', 'é', 'e\u0301', 'раypal', '\u202egnp.exe', '10', '__proto__', 'DROP TABLE a; --'),
);
const name = fc
  .oneof(text, fc.constantFrom('rows_limit', 'statement', 'constructor', '__proto__', 'env'))
  .filter((value) => !['_sd', '_sd_alg', '...'].includes(value));
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1, -1, 1e21, 1e-7, 0.1),
);

const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    object(tie('value')),
  ),
})).value;

function object(of: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc.uniqueArray(fc.tuple(name, of), { maxLength: 4, selector: ([key]) => key }).map(asOwnMembers);
}

/** As the strict parser builds it: `__proto__` is a member like any other. */
function asOwnMembers(members: readonly (readonly [string, Json])[]): JsonObject {
  const made: JsonObject = {};
  for (const [key, inner] of members) {
    Object.defineProperty(made, key, { value: inner, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

/** Any Action this agent may ask for in its own name. */
export function someAction(agentId: string): fc.Arbitrary<Action> {
  return fc
    .record({
      properties: object(value),
      resource: fc.option(object(value), { nil: undefined }),
      context: object(value),
    })
    .map(({ properties, resource, context }) => ({
      subject: { type: 'agent', id: agentId },
      action: { name: 'deploy.run', properties },
      resource: { type: 'database', id: 'prod-billing', ...(resource && { properties: resource }) },
      context,
    }));
}

/** What draws the choices below: an endless stream of numbers, so that fast-check can replay and shrink them. */
export type Choices = fc.Stream<number>;

function next(choices: Choices, below: number): number {
  return (choices.next().value ?? 0) % below;
}

/**
 * The Action with exactly one thing in it changed: a value, a name, an order, a member more or less. Never its subject
 * or the shape of an Action, which are refused for other reasons.
 */
export function changedOnce(action: Action, choices: Choices): Action {
  const changed = structuredCloneOf(action as unknown as Json) as unknown as Action;
  const places: { where: Json[] | JsonObject; at: string | number }[] = [];
  const walk = (inner: Json) => {
    if (Array.isArray(inner))
      inner.forEach((one, at) => {
        places.push({ where: inner, at });
        walk(one);
      });
    else if (inner !== null && typeof inner === 'object')
      for (const [at, one] of Object.entries(inner)) {
        places.push({ where: inner, at });
        walk(one);
      }
  };
  walk(changed.action.properties ?? {});
  if (changed.resource.properties) walk(changed.resource.properties);
  walk(changed.context);

  const kind = next(choices, 6);
  if (kind === 0 || places.length === 0)
    return {
      ...changed,
      context: asOwnMembers([...Object.entries(changed.context), [freeName(changed.context), null]]),
    };
  if (kind === 1) return { ...changed, resource: { ...changed.resource, id: `${changed.resource.id} ` } };
  if (kind === 2) return { ...changed, action: { ...changed.action, name: 'deploy.Run' } };
  const { where, at } = places[next(choices, places.length)]!;
  if (Array.isArray(where)) {
    const index = at as number;
    const other = where.findIndex((one) => JSON.stringify(one) !== JSON.stringify(where[index]));
    if (kind === 3 && other >= 0) [where[index], where[other]] = [where[other]!, where[index]!];
    else where[index] = changedValue(where[index]!);
  } else if (kind === 4) delete where[at as string];
  else
    Object.defineProperty(where, at, {
      value: changedValue(where[at]!),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return changed;
}

function freeName(members: JsonObject): string {
  let free = 'x';
  while (Object.hasOwn(members, free)) free += 'x';
  return free;
}

function changedValue(of: Json): Json {
  switch (typeof of) {
    case 'string':
      return `${of}\u200b`;
    case 'number':
      return of === 0 ? 1 : -of;
    case 'boolean':
      return !of;
    default:
      return of === null ? false : Array.isArray(of) ? [...of, null] : null;
  }
}

function structuredCloneOf(of: Json): Json {
  if (Array.isArray(of)) return of.map(structuredCloneOf);
  if (of === null || typeof of !== 'object') return of;
  return asOwnMembers(Object.entries(of).map(([key, inner]) => [key, structuredCloneOf(inner)]));
}

/** JSON text that means the same value: other member order, white space, escapes and number forms. */
export function anySpelling(of: Json, choices: Choices): string {
  const space = () => [' ', '', '\n', '\t', '\r\n'][next(choices, 5)]!;
  if (Array.isArray(of))
    return `[${space()}${of.map((one) => anySpelling(one, choices)).join(`${space()},${space()}`)}]`;
  if (typeof of === 'string') return anyString(of, choices);
  if (typeof of === 'number') return anyNumber(of, choices);
  if (of === null || typeof of === 'boolean') return String(of);
  const members = Object.entries(of);
  for (let last = members.length - 1; last > 0; last--) {
    const other = next(choices, last + 1);
    [members[last], members[other]] = [members[other]!, members[last]!];
  }
  const spelt = members.map(
    ([key, inner]) => `${anyString(key, choices)}${space()}:${space()}${anySpelling(inner, choices)}`,
  );
  return `{${space()}${spelt.join(`${space()},${space()}`)}${space()}}`;
}

function anyString(of: string, choices: Choices): string {
  const units = Array.from({ length: of.length }, (_, at) => {
    const unit = of.charCodeAt(at);
    const paired = unit >= 0xd800 && unit <= 0xdfff;
    // A pair of surrogates is escaped whole or not at all, since half of one is refused.
    if (!paired && next(choices, 3) > 0) return JSON.stringify(of[at]).slice(1, -1);
    return `\\u${unit.toString(16).padStart(4, '0')}`;
  });
  return `"${units.join('')}"`;
}

function anyNumber(of: number, choices: Choices): string {
  if (!Number.isInteger(of) || Math.abs(of) > 1e15) return [String(of), of.toExponential()][next(choices, 2)]!;
  const text = Object.is(of, -0) ? '0' : String(of);
  return [text, `${text}.0`, `${text}e0`, `${text}.00E+0`][next(choices, 4)]!;
}
