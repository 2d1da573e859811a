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

function Row({ branch, first = false, ...shared }: Omit<RowsProps, 'branches'> & { branch: Branch }) {
  const { names, pointer: path, value } = branch;
  const isList = Array.isArray(value);
  const children = childrenOf(value).map(([name, child]) => ({
    names: [name],
    pointer: path + pointer(name),
    value: child,
  }));
  return (
    <li>
      <div
        className={cn(
          'flex items-baseline gap-x-2 rounded-sm px-1 py-px hover:bg-raised',
          shared.found.has(path) && 'bg-accent-soft hover:bg-accent-soft',
        )}
        data-found={shared.found.has(path) || undefined}
      >
        <button
          type="button"
          data-row=""
          tabIndex={first ? 0 : -1}
          onClick={() => shared.copy(path)}
          title={`Copy pointer ${path}`}
          className="shrink-0 cursor-copy text-left text-muted [overflow-wrap:anywhere] max-sm:max-w-40 sm:max-w-64"
        >
          {names.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a path is its places
            <span key={index}>
              {index > 0 && <span className="text-faint">.</span>}
              <Hostile text={name === '' ? '(empty name)' : name} />
            </span>
          ))}
        </button>
        {children.length === 0 ? (
          <div className="min-w-0 flex-1">
            <JsonValue value={value} />
          </div>
        ) : (
          <span data-aside="" className="font-sans text-faint text-xs">
            {isList
              ? `list of ${children.length}`
              : `${children.length} ${children.length === 1 ? 'member' : 'members'}`}
          </span>
        )}
        {shared.copied === path && (
          <span data-aside="" className="ml-auto shrink-0 font-sans text-add text-xs">
            pointer copied
          </span>
        )}
      </div>
      {children.length > 0 && (
        <div className="ml-2 border-line border-l pl-3">
          <Rows branches={children} {...shared} />
        </div>
      )}
    </li>
  );
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
