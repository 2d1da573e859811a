'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { childrenOf, leavesOf, pointer } from '#lib/approvals/kinds/pointers.ts';
import type { Json } from '#protocol/wire.ts';
import { Fold } from '../fold.tsx';
import { Hostile } from '../text/hostile.tsx';
import { matchesIn } from './json-search.ts';
import { JsonValue } from './json-value.tsx';
import { SearchBox } from './search-box.tsx';

export interface Branch {
  /** As shown: the path of names. */
  names: string[];
  pointer: string;
  value: Json;
}

const AT_ONCE = 60;

/**
 * Any JSON, complete, one row for each member. Arrow keys walk the rows, Enter copies a row's pointer, and where there
 * is much of it a search marks what it finds.
 */
export function JsonTree({ branches }: { branches: readonly Branch[] }) {
  const [query, setQuery] = useState('');
  const [copied, setCopied] = useState<string>();
  const root = useRef<HTMLDivElement>(null);
  const size = branches.reduce((sum, branch) => sum + leavesOf(branch.value).length, 0);
  const found = matchesIn(branches, query);
  const copy = async (path: string) => {
    await navigator.clipboard.writeText(path);
    setCopied(path);
    setTimeout(() => setCopied(undefined), 1500);
  };
  return (
    <div ref={root} className="font-mono">
      {size > 16 && <SearchBox query={query} setQuery={setQuery} count={found.size} root={root} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows are buttons; this only moves between them */}
      <div onKeyDown={walk}>
        <Rows branches={branches} found={found} copied={copied} copy={copy} first />
      </div>
      <span aria-live="polite" className="sr-only">
        {copied === undefined ? '' : `Copied ${copied}`}
      </span>
    </div>
  );
}

interface RowsProps {
  branches: readonly Branch[];
  found: ReadonlySet<string>;
  copied: string | undefined;
  copy: (path: string) => void;
  depth?: number;
  first?: boolean;
}

function Rows({ branches, first = false, ...shared }: RowsProps) {
  const some = branches.length > AT_ONCE + 10 ? branches.slice(0, AT_ONCE) : branches;
  const more = branches.slice(some.length);
  return (
    <>
      <ul>
        {some.map((branch, index) => (
          <Row key={branch.pointer} branch={branch} first={first && index === 0} {...shared} />
        ))}
      </ul>
      {more.length > 0 && (
        <Fold says={`${more.length} more members`}>
          <ul>
            {more.map((branch) => (
              <Row key={branch.pointer} branch={branch} {...shared} />
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}

// Deeper than this a name carries its parents' names instead of more room on the left.
const INDENTS = ['', 'pl-4', 'pl-8', 'pl-12', 'pl-16'];

function Row({ branch, first = false, depth = 0, ...shared }: Omit<RowsProps, 'branches'> & { branch: Branch }) {
  const { names, pointer: path, value } = branch;
  const parents = depth >= INDENTS.length - 1 ? names : [];
  const children = childrenOf(value).map(([name, child]) => ({
    names: [...parents, name],
    pointer: path + pointer(name),
    value: child,
  }));
  return (
    <li>
      <div
        className={cn(
          'group/row -mx-1 grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)] gap-x-3 rounded-sm px-1 py-px hover:bg-raised sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)]',
          shared.found.has(path) && 'bg-accent-soft hover:bg-accent-soft',
        )}
        data-found={shared.found.has(path) || undefined}
      >
        <span className={cn('min-w-0', INDENTS[Math.min(depth, INDENTS.length - 1)])}>
          <button
            type="button"
            data-row=""
            tabIndex={first ? 0 : -1}
            onClick={() => shared.copy(path)}
            title={`Copy pointer ${path}`}
            className="cursor-copy text-left text-muted [overflow-wrap:anywhere]"
          >
            <Name names={names} />
          </button>
        </span>
        {inOneLine(value) ? (
          <OneLine items={value} />
        ) : children.length === 0 ? (
          <div className="min-w-0">
            <JsonValue value={value} />
          </div>
        ) : (
          <span data-aside="" className="select-none font-sans text-faint text-xs leading-5">
            {shared.copied === path ? <span className="text-add">pointer copied</span> : sizeOf(value, children.length)}
          </span>
        )}
      </div>
      {children.length > 0 && !inOneLine(value) && <Rows branches={children} depth={depth + 1} {...shared} />}
    </li>
  );
}

/** A short list of short values needs no rows of its own. */
function inOneLine(value: Json): value is Json[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > 12) return false;
  return value.every((item) =>
    typeof item === 'string' ? item.length <= 40 && !item.includes('\n') : typeof item !== 'object',
  );
}

function OneLine({ items }: { items: readonly Json[] }) {
  return (
    <div className="min-w-0">
      <span data-aside="" className="select-none text-faint">
        [
      </span>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
        <span key={index}>
          {index > 0 && (
            <span data-aside="" className="text-faint">
              ,{' '}
            </span>
          )}
          <JsonValue value={item} />
        </span>
      ))}
      <span data-aside="" className="select-none text-faint">
        ]
      </span>
    </div>
  );
}

function Name({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a path is its places
    <span key={index}>
      {index > 0 && <span className="text-faint">.</span>}
      {name === '' ? <span data-aside="">(empty name)</span> : <Hostile text={name} />}
    </span>
  ));
}

function sizeOf(value: Json, count: number): string {
  if (Array.isArray(value)) return `list of ${count}`;
  return `${count} ${count === 1 ? 'member' : 'members'}`;
}

function walk(event: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = (event.target as HTMLElement).closest('[data-row]');
  if (step === undefined || !row) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')].filter((one) =>
    one.checkVisibility(),
  );
  rows[rows.indexOf(row as HTMLElement) + step]?.focus();
  event.preventDefault();
}
