import type { ReactNode } from 'react';
import { childrenOf, namesOf, pointer } from '#lib/approvals/kinds/pointers.ts';
import type { Action } from '#protocol/wire.ts';
import { at } from './body.ts';
import { JsonTree } from './json-tree.tsx';

/** Room around what is not drawn edge to edge; no room where there is nothing. */
export function Padded({ children }: { children: ReactNode }) {
  return <div className="px-3 pt-1 pb-2.5 empty:hidden">{children}</div>;
}

/** Members of the Action as they are, named by where they stand. Draws whatever has no drawing of its own. */
export function Members({ action, pointers }: { action: Action; pointers: readonly string[] }) {
  const branches = pointers.flatMap((path) => {
    const value = at(action, path);
    return value === undefined ? [] : [{ names: shortNames(path), pointer: path, value }];
  });
  return branches.length === 0 ? null : <JsonTree branches={branches} />;
}

/** The members of an object that is a section's only value, since the section's title already names it. */
export function MembersOf({ action, pointer: path }: { action: Action; pointer: string }) {
  const value = at(action, path) ?? null;
  const children = childrenOf(value).map(([name, child]) => ({
    names: [name],
    pointer: path + pointer(name),
    value: child,
  }));
  return children.length === 0 ? <Members action={action} pointers={[path]} /> : <JsonTree branches={children} />;
}

/** `/action/properties/rows` as `rows`, `/subject` as `subject`. */
function shortNames(pointer: string): string[] {
  const names = namesOf(pointer);
  return names[0] === 'action' && names[1] === 'properties' && names.length > 2 ? names.slice(2) : names;
}
