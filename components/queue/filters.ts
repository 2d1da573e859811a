/** What a list can be narrowed by: everything on the row. The names are those of the API and of the address bar. */
export const filterNames = [
  'q',
  'state',
  'risk',
  'environment',
  'agent',
  'subject',
  'action',
  'resource',
  'from',
  'to',
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

/** Those the queue knows; history knows all of them. */
export const queueFilterNames = ['q', 'risk', 'environment', 'agent'] as const satisfies readonly FilterName[];

/** The filters an address names; those the list does not know, and empty ones, are left out. */
export function filtersOf(read: (name: string) => string | null | undefined, known: readonly FilterName[]): Filters {
  const filters: Filters = {};
  for (const name of known) {
    const value = read(name)?.trim();
    if (value) filters[name] = value;
  }
  return filters;
}

/** The query string for filters and whatever else the list needs, in a fixed order so that equal views have equal addresses. */
export function queryString(filters: Filters, more: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  for (const name of filterNames) {
    const value = filters[name];
    if (value) query.set(name, value);
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** The filters as the API reads them: a day becomes its first or last instant in UTC. */
export function instants(filters: Filters): Filters {
  const { from, to, ...rest } = filters;
  return { ...rest, ...(from && { from: `${from}T00:00:00.000Z` }), ...(to && { to: `${to}T23:59:59.999Z` }) };
}
