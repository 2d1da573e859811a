import { databaseNow } from '../clock.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { appendEvent } from '../log/append-events.ts';
import type { EventActor, NewEvent } from '../log/event.ts';
import type { HumanActor, Role } from './actor.ts';
import { eventActor } from './event-actor.ts';
import { announceDirectory, forgetDirectory } from './recall.ts';
import { markRecorded, recordRefusal } from './record-refusal.ts';
import { requireRole } from './require-role.ts';

/** Whoever runs a command of ours on the server itself, on behalf of a person. The API never builds one. */
export interface Operator {
  kind: 'operator';
  personId: string;
}

/** What a change of people, agents or keys has in hand: one transaction, its time, and who answers for it. */
export interface DirectoryChange {
  tx: Tx;
  /** Database time, read as the transaction began. */
  now: Date;
  personId: string;
  actor: EventActor;
  /** Write an Event of this change. */
  record(event: Pick<NewEvent, 'type' | 'subject' | 'data' | 'committed'>): Promise<void>;
}

/**
 * Make one change to who is who, if the person holds one of `roles`.
 *
 * Everything `work` does, its Events and the announcement to the other processes commit together. A refusal, by role or
 * from `work`, rolls all of it back, leaves the Event `call.refused`, and is thrown after that Event is committed.
 */
export async function changeDirectory<T>(
  by: HumanActor | Operator,
  { operation, roles }: { operation: string; roles: readonly Role[] },
  work: (change: DirectoryChange) => Promise<T>,
): Promise<T> {
  try {
    if (by.kind === 'human') requireRole(by, roles);
    const result = await transaction(async (tx) => {
      const now = await databaseNow(tx);
      const actor = directoryActor(by);
      const record = async (event: Pick<NewEvent, 'type' | 'subject' | 'data' | 'committed'>) => {
        await appendEvent(tx, { ...event, at: now, actor });
      };
      const result = await work({ tx, now, personId: by.personId, actor, record });
      await announceDirectory(tx);
      return result;
    });
    forgetDirectory();
    return result;
  } catch (error) {
    if (!(error instanceof Refusal) || by.kind !== 'human') throw error;
    await recordRefusal(by, { operation, reason: error.code });
    throw markRecorded(error);
  }
}

function directoryActor(by: HumanActor | Operator): EventActor {
  return by.kind === 'human' ? eventActor(by) : { kind: 'system', id: 'operator', via: 'system' };
}
