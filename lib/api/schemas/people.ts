import { z } from 'zod';
import type { Person } from '../../identity/person.ts';
import { id, time } from './words.ts';

export const role = z.enum(['reviewer', 'auditor', 'author', 'admin']);

export const person = z
  .strictObject({
    id: id('usr'),
    name: z.string(),
    email: z.string(),
    groups: z.array(z.strictObject({ id: z.string(), source: z.string(), since: time, read_at: time })),
    roles: z.array(role),
    disabled_at: time.nullable(),
    signed_in_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'Person' });

export function personForm(of: Person): z.output<typeof person> {
  return {
    id: of.id,
    name: of.name,
    email: of.email,
    groups: of.groups.map((group) => ({
      id: group.id,
      source: group.source,
      since: group.since.toISOString(),
      read_at: group.readAt.toISOString(),
    })),
    roles: of.roles,
    disabled_at: of.disabledAt?.toISOString() ?? null,
    signed_in_at: of.signedInAt?.toISOString() ?? null,
    created_at: of.createdAt.toISOString(),
  };
}
