import { leavesOf, namesOf } from '#lib/approvals/kinds/pointers.ts';
import { visible } from '#protocol/visible.ts';
import type { Json } from '#protocol/wire.ts';

/** Pointers of the values whose own name or text holds the query, in any case; hidden characters are found by their names. */
export function matchesIn(branches: readonly { pointer: string; value: Json }[], query: string): ReadonlySet<string> {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return new Set();
  const leaves = branches.flatMap((branch) => leavesOf(branch.value, branch.pointer));
  const found = leaves.filter(({ pointer, value }) => {
    const name = namesOf(pointer).at(-1) ?? '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return visible(`${name}\n${text}`).toLowerCase().includes(wanted);
  });
  return new Set(found.map(({ pointer }) => pointer));
}
