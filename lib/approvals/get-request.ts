import type { RequestForm } from '#protocol/wire.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';
import { maySee } from './may-see.ts';
import { requestForm } from './request-form.ts';
import { type RequestRecord, readRequest } from './request-record.ts';

/**
 * A Request as this caller may see it.
 *
 * @throws Refusal `not_found`, also when it exists and is none of the caller's business
 */
export async function getRequest(actor: Actor, requestId: string): Promise<RequestForm> {
  return requestForm(await visibleRequest(actor, requestId), actor);
}

/** The record itself, under the same rule. */
export async function visibleRequest(actor: Actor, requestId: string): Promise<RequestRecord> {
  const record = await readRequest(requestId);
  if (!record || !maySee(actor, record)) throw new Refusal('not_found', 'There is no such request.');
  return record;
}
