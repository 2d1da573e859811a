import { prisma } from '../db/prisma.ts';
import type { Credential } from './agent.ts';
import type { HolderKind } from './credential-key.ts';

/** The owners of some agents or executors, by id. An owner whose row is gone is shown by id alone. */
export async function ownersById(registered: readonly { ownerId: string }[]) {
  const ids = [...new Set(registered.map((row) => row.ownerId))];
  const people = await prisma().person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(ids.map((id) => [id, people.find((person) => person.id === id) ?? { id, name: id }]));
}

/** The keys of each holder, newest first. */
export async function credentialsOf(holderKind: HolderKind, holderIds: string[]): Promise<Map<string, Credential[]>> {
  const rows = await prisma().credential.findMany({
    where: { holderKind, holderId: { in: holderIds } },
    select: {
      id: true,
      holderId: true,
      prefix: true,
      createdById: true,
      createdAt: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
    },
    orderBy: { createdAt: 'desc' },
  });
  const found = new Map<string, Credential[]>(holderIds.map((id) => [id, []]));
  for (const { holderId, ...credential } of rows) found.get(holderId)?.push(credential);
  return found;
}
