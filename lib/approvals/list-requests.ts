import type { RequestForm } from '#protocol/wire.ts';
import type { Actor } from '../identity/actor.ts';
import { listHistory } from './list-history.ts';
import { requestForm } from './request-form.ts';
import { readRequests } from './request-record.ts';
import type { RowFilters } from './row-filters.ts';

export interface ListRequests extends RowFilters {
  cursor?: string;
  limit: number;
}

/** A page of history as full forms, for programs; without grants, which are read one by one. */
export async function listRequests(
  actor: Actor,
  { cursor, limit, ...filters }: ListRequests,
): Promise<{ items: Omit<RequestForm, 'grant' | 'grant_expires_at'>[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listHistory(actor, { filters, cursor, limit });
  const records = await readRequests(items.map((row) => row.id));
  return {
    items: records.map((record) => {
      const { grant: _, grant_expires_at: _end, ...form } = requestForm(record, actor);
      return form;
    }),
    nextCursor,
  };
}
