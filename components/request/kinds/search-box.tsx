'use client';

import { Search } from 'lucide-react';
import type { RefObject } from 'react';

interface SearchBoxProps {
  query: string;
  setQuery: (query: string) => void;
  count: number;
  root: RefObject<HTMLElement | null>;
}

/** Finds in a tree; Enter goes from one find to the next. */
export function SearchBox({ query, setQuery, count, root }: SearchBoxProps) {
  const next = () => {
    const found = [...(root.current?.querySelectorAll<HTMLElement>('[data-found]') ?? [])].filter((row) =>
      row.checkVisibility(),
    );
    const now = found.findIndex((row) => row.contains(document.activeElement));
    const current = found.findIndex((row) => row.dataset.current !== undefined);
    const target = found[(Math.max(now, current) + 1) % found.length];
    for (const row of found) delete row.dataset.current;
    if (!target) return;
    target.dataset.current = '';
    target.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div data-aside="" className="mb-2 flex items-center gap-2 font-sans">
      <label className="flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md border px-2 focus-within:border-accent sm:max-w-64">
        <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && next()}
          placeholder="Find in these members"
          aria-label="Find in these members"
          className="w-full min-w-0 bg-transparent text-sm outline-none placeholder:text-faint"
        />
      </label>
      <span aria-live="polite" className="text-faint text-xs tabular-nums">
        {query.trim() === '' ? '' : `${count} found`}
      </span>
    </div>
  );
}
