import type { Json } from '#protocol/wire.ts';
import { isObject, list, member, object, text, texts } from '../members.ts';
import { above, leavesOf, namesOf, pointer, valueAt } from '../pointers.ts';

export type Change = 'create' | 'update' | 'replace' | 'delete' | 'read' | 'forget' | 'no-op' | 'other';

export interface Attribute {
  path: string;
  before?: Json;
  after?: Json;
  kind: 'added' | 'removed' | 'changed' | 'same' | 'unknown';
  /** Terraform names this attribute as the reason for a replacement. */
  forces?: boolean;
}

export interface ResourceChange {
  address: string;
  type: string;
  change: Change;
  attributes: Attribute[];
  /** The entry as it stands in the plan, for whatever the above does not show. */
  entry: Json;
}

/** `terraform show -json` as its resource changes; undefined if this is no plan of that form. */
export function resourceChangesOf(plan: Json | undefined): ResourceChange[] | undefined {
  const entries = list(plan, 'resource_changes');
  if (!entries?.every((entry) => isObject(entry) && isObject(member(entry, 'change')))) return undefined;
  return entries.map((entry) => ({
    address: text(entry, 'address') ?? '(no address)',
    type: text(entry, 'type') ?? '',
    change: changeBy(texts(member(object(entry, 'change'), 'actions'))),
    attributes: attributesOf(object(entry, 'change')),
    entry,
  }));
}

const ORDER: readonly Change[] = ['delete', 'replace', 'other', 'create', 'update', 'forget', 'read', 'no-op'];

/** How many of each, what destroys first. */
export function countChanges(changes: readonly ResourceChange[]): { change: Change; count: number }[] {
  return ORDER.map((change) => ({ change, count: changes.filter((one) => one.change === change).length })).filter(
    ({ count }) => count > 0,
  );
}

/** What destroys first; within one kind, the plan's own order. */
export function bySeverity(changes: readonly ResourceChange[]): ResourceChange[] {
  return ORDER.flatMap((change) => changes.filter((one) => one.change === change));
}

function changeBy(actions: readonly string[] | undefined): Change {
  switch ([...(actions ?? [])].sort().join('+')) {
    case 'create':
      return 'create';
    case 'update':
      return 'update';
    case 'delete':
      return 'delete';
    case 'create+delete':
    case 'create+forget':
      return 'replace';
    case 'read':
      return 'read';
    case 'forget':
      return 'forget';
    case 'no-op':
      return 'no-op';
    default:
      return 'other';
  }
}

function attributesOf(change: Json | undefined): Attribute[] {
  const before = flat(member(change, 'before'));
  const after = flat(member(change, 'after'));
  const unknown = flat(member(change, 'after_unknown'));
  const forcing = new Set(
    (list(change, 'replace_paths') ?? []).map((path) => (Array.isArray(path) ? pointer(...path.map(String)) : '')),
  );
  forcing.delete('');
  const toCome = [...unknown].filter(([, on]) => on === true).map(([path]) => path);
  return [...new Set([...before.keys(), ...after.keys(), ...toCome])].map((path) => {
    const attribute: Attribute = {
      path: namesOf(path).join('.'),
      kind: kindOf(before.get(path), after.get(path), unknown.get(path) === true),
    };
    if (before.has(path)) attribute.before = before.get(path) as Json;
    if (after.has(path)) attribute.after = after.get(path) as Json;
    if (forcing.size > 0 && [...above(path), path].some((held) => forcing.has(held))) attribute.forces = true;
    return attribute;
  });
}

function kindOf(before: Json | undefined, after: Json | undefined, unknown: boolean): Attribute['kind'] {
  if (unknown) return 'unknown';
  if (before === undefined || (before === null && after !== null && after !== undefined)) return 'added';
  if (after === undefined || (after === null && before !== null)) return 'removed';
  return JSON.stringify(before) === JSON.stringify(after) ? 'same' : 'changed';
}

/** Leaves by pointer, for an object that has members; anything else is left to be shown as it stands. */
function flat(value: Json | undefined): Map<string, Json> {
  if (!isObject(value) || Object.keys(value).length === 0) return new Map();
  return new Map(leavesOf(value).map((leaf) => [leaf.pointer, leaf.value]));
}

/** Members of an entry that address, type and attributes already say. */
export function saidByAttributes(entry: Json): string[] {
  const texts = ['/address', '/type'].filter((path) => typeof valueAt(entry, path) === 'string');
  const objects = ['/change/before', '/change/after'].filter((path) => flat(valueAt(entry, path)).size > 0);
  return [...texts, ...objects];
}
