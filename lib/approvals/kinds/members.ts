import type { Action, Json, JsonObject } from '#protocol/wire.ts';

/**
 * Reading members of JSON that a caller wrote. Only own members count, so `constructor` or `__proto__` is found exactly
 * when it was sent; a member of another type than asked for is absent, and so stays for the section of everything else.
 */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function text(value: Json | undefined, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

export function number(value: Json | undefined, name: string): number | undefined {
  const found = member(value, name);
  return typeof found === 'number' ? found : undefined;
}

export function list(value: Json | undefined, name: string): Json[] | undefined {
  const found = member(value, name);
  return Array.isArray(found) ? found : undefined;
}

export function object(value: Json | undefined, name: string): JsonObject | undefined {
  const found = member(value, name);
  return isObject(found) ? found : undefined;
}

/** `"a"` and `["a", "b"]` alike as a list; undefined if any item is not a string. */
export function texts(value: Json | undefined): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/** The first of these names that is there, and its text. */
export function firstText(
  value: Json | undefined,
  names: readonly string[],
): { name: string; text: string } | undefined {
  for (const name of names) {
    const found = text(value, name);
    if (found !== undefined) return { name, text: found };
  }
  return undefined;
}

export function properties(action: Action): JsonObject {
  return action.action.properties ?? {};
}

/** Whether the Action's name is this family: `sql` holds for `sql` and `sql.execute`, not for `sqlite.run`. */
export function inFamily(action: Action, ...families: string[]): boolean {
  return families.some((family) => action.action.name === family || action.action.name.startsWith(`${family}.`));
}
