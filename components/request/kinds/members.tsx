import type { ReactNode } from 'react';
import { namesOf } from '#lib/approvals/kinds/pointers.ts';
import type { Action } from '#protocol/wire.ts';
import { at } from './body.ts';
import { JsonTree } from './json-tree.tsx';

/** Room around what is not drawn edge to edge; no room where there is nothing. */
export function Padded({ children }: { children: ReactNode }) {
  return <div className="px-3 pt-1 pb-2.5 empty:hidden">{children}</div>;
}

/** Members of the Action as they are, named by where they stand. Draws whatever has no drawing of its own. */
export function Members({ action, pointers }: { action: Action; pointers: readonly string[] }) {
  const branches = pointers.flatMap((pointer) => {
    const value = at(action, pointer);
    return value === undefined ? [] : [{ names: shortNames(pointer), pointer, value }];
  });
  return branches.length === 0 ? null : <JsonTree branches={branches} />;
}

/** `/action/properties/rows` as `rows`, `/subject` as `subject`. */
function shortNames(pointer: string): string[] {
  const names = namesOf(pointer);
  return names[0] === 'action' && names[1] === 'properties' && names.length > 2 ? names.slice(2) : names;
}
