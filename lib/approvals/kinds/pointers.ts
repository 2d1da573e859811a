import type { Json } from '#protocol/wire.ts';
import { isObject } from './members.ts';

/** A JSON pointer (RFC 6901) from plain names. */
export function pointer(...names: (string | number)[]): string {
  return names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function namesOf(path: string): string[] {
  return path === ''
    ? []
    : path
        .slice(1)
        .split('/')
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function childrenOf(value: Json): [string, Json][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return isObject(value) ? Object.keys(value).map((name) => [name, value[name] as Json]) : [];
}

/** What stands at a pointer, or undefined. */
export function valueAt(root: Json, path: string): Json | undefined {
  let here: Json | undefined = root;
  for (const name of namesOf(path)) {
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(name) ? here[Number(name)] : undefined;
    else here = isObject(here) && Object.hasOwn(here, name) ? here[name] : undefined;
    if (here === undefined) return undefined;
  }
  return here;
}

/** Every value that holds no other, with its pointer; an empty object or list is one, for its being empty says something. */
export function leavesOf(value: Json, at = ''): { pointer: string; value: Json }[] {
  const children = childrenOf(value);
  if (children.length === 0) return [{ pointer: at, value }];
  return children.flatMap(([name, child]) => leavesOf(child, at + pointer(name)));
}

/** The largest parts of a value that none of these pointers shows: the pointers still needed to cover it. */
export function uncovered(value: Json, shown: readonly string[]): string[] {
  const whole = new Set(shown);
  const partly = new Set(shown.flatMap(above));
  const missing = (here: Json, at: string): string[] => {
    if (whole.has(at)) return [];
    if (!partly.has(at)) return [at];
    return childrenOf(here).flatMap(([name, child]) => missing(child, at + pointer(name)));
  };
  return missing(value, '');
}

/** The pointers of everything that holds what stands at this one, the whole first. */
export function above(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

/** Whether a section with these pointers shows what stands at `path`. */
export function covers(shown: readonly string[], path: string): boolean {
  return shown.some((prefix) => prefix === path || path.startsWith(`${prefix}/`));
}
