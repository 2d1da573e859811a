import type { Action, CardSection, Json } from '#protocol/wire.ts';
import { uncovered, valueAt } from './pointers.ts';

/** The section that shows whatever no other one claims. */
export const REST = 'rest';

/**
 * The sections of an Action: what a kind claims, then where it happens, then everything else.
 *
 * Nothing can be left out: the last section is computed as what the others do not cover, so a member that no kind has
 * heard of is still shown (C12). A claim on something that is not there is dropped.
 */
export function layOut(action: Action, claims: readonly CardSection[]): CardSection[] {
  const root = action as unknown as Json;
  const shown: CardSection[] = [];
  const taken = new Set<string>();
  for (const claim of [...claims, { id: 'target', title: 'Resource', pointers: ['/resource'] }]) {
    const pointers = claim.pointers.filter((path) => valueAt(root, path) !== undefined && !taken.has(path));
    if (pointers.length === 0) continue;
    for (const path of pointers) taken.add(path);
    shown.push({ id: claim.id, title: claim.title, pointers });
  }
  const rest = uncovered(root, [...taken]);
  return rest.length === 0 ? shown : [...shown, { id: REST, title: 'Everything else', pointers: rest }];
}

/** A claim on members of `action.properties` by their names. */
export function claim(id: string, title: string, ...names: string[]): CardSection {
  return { id, title, pointers: names.map((name) => `/action/properties/${name}`) };
}
