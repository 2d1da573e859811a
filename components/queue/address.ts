'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type FilterName, type Filters, filtersOf, queryString } from './filters.ts';

export interface Address {
  filters: Filters;
  setFilters: (filters: Filters) => void;
  read: (name: string) => string | null;
  /** Change members that are not filters: the tab, the selection. */
  set: (members: Record<string, string | undefined>) => void;
}

/** A list's tab, selection and filters, kept in the address bar so that a view can be shared and gone back to. */
export function useAddress(known: readonly FilterName[], others: readonly string[]): Address {
  const search = useSearchParams();
  const pathname = usePathname();
  const filters = useMemo(() => filtersOf((name) => search.get(name), known), [search, known]);
  const kept = useCallback(
    () => Object.fromEntries(others.map((name) => [name, search.get(name) ?? undefined])),
    [others, search],
  );
  // replaceState through the router's own history integration: no server round trip for what the client can draw.
  const go = (query: string) => window.history.replaceState(null, '', `${pathname}${query}`);
  return {
    filters,
    read: (name) => search.get(name),
    setFilters: (next) => go(queryString(next, kept())),
    set: (members) => {
      const next = { ...kept(), ...members };
      if (members.tab !== undefined && members.sel === undefined) delete next.sel;
      go(queryString(filters, next));
    },
  };
}
