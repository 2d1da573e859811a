import type { Entity } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { directory } from './directory.ts';
import { registeredAgent } from './registered-agent.ts';

export type ExcludedAs = 'owner' | 'credential_creator' | 'subject';

export interface ExcludedPerson {
  personId: string;
  excludedAs: ExcludedAs;
}

/**
 * The people who may not decide what this agent asks for, under every id they have.
 *
 * The agent's owner and its stewards, whoever issued its key, and whoever the subject is or may be: a subject is looked for among our own
 * ids, the ids identity providers use, and addresses in any spelling, and every person found is left out. An agent as
 * subject stands for its owner. Two people found to be one are left out together.
 */
export async function peopleExcluded(
  of: { ownerId: string; stewards: readonly string[]; credentialCreatorId: string; subject: Entity },
  tx?: Tx,
): Promise<ExcludedPerson[]> {
  const here = await directory(tx);
  const found = new Map<string, ExcludedPerson>();
  const exclude = (personId: string, excludedAs: ExcludedAs) => {
    for (const id of here.familyOf(personId)) found.set(`${excludedAs} ${id}`, { personId: id, excludedAs });
  };

  for (const personId of [of.ownerId, ...of.stewards]) exclude(personId, 'owner');
  exclude(of.credentialCreatorId, 'credential_creator');
  for (const personId of here.meant(of.subject)) exclude(personId, 'subject');
  const agentOwnerId = of.subject.type === 'agent' && (await ownerOf(of.subject.id, tx));
  if (agentOwnerId && agentOwnerId !== of.ownerId) exclude(agentOwnerId, 'subject');
  return [...found.values()];
}

async function ownerOf(agentId: string, tx?: Tx): Promise<string | undefined> {
  return registeredAgent(agentId, undefined, tx).then(
    (agent) => agent.ownerId,
    (error) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    },
  );
}
