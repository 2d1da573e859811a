import { z } from 'zod';
import type { Actor } from '../../identity/actor.ts';
import { defineRoute } from '../define-route.ts';
import { role } from '../schemas/people.ts';
import { id, time } from '../schemas/words.ts';

const meForm = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('agent'), id: id('agt'), credential: id('crd'), may: z.array(z.string()) }),
    z.strictObject({ kind: z.literal('executor'), id: id('exe'), credential: id('crd'), may: z.array(z.string()) }),
    z.strictObject({
      kind: z.literal('human'),
      id: z.string(),
      name: z.string(),
      email: z.string(),
      roles: z.array(role),
      groups: z.array(z.string()),
      channel: z.literal('web'),
      assurance: z.enum(['L2', 'L3']),
      signed_in_at: time,
      may: z.array(z.string()),
    }),
  ])
  .meta({ id: 'Me' });

export const me = defineRoute({
  method: 'GET',
  path: '/me',
  operation: 'me',
  summary: 'Who the server thinks you are, through which credential, and what you may do.',
  tag: 'Callers',
  callers: ['agent', 'executor', 'human'],
  answers: { 200: meForm },
  handle: ({ actor }) => ({ status: 200, body: describe(actor) }),
});

const mayByRole = {
  reviewer: ['see requests', 'decide', 'pause agents'],
  auditor: ['see requests', 'see people'],
  author: ['read and validate policies'],
  admin: ['see requests', 'cancel requests', 'register agents and executors', 'see and disable people'],
} as const;

function describe(actor: Actor): z.output<typeof meForm> {
  switch (actor.kind) {
    case 'agent':
      return {
        kind: 'agent',
        id: actor.agentId,
        credential: actor.credentialId,
        may: ['submit', 'wait', 'revise', 'cancel', 'answer'],
      };
    case 'executor':
      return { kind: 'executor', id: actor.executorId, credential: actor.credentialId, may: ['redeem', 'report'] };
    case 'human':
      return {
        kind: 'human',
        id: actor.personId,
        name: actor.name,
        email: actor.email,
        roles: [...actor.roles],
        groups: [...actor.groups],
        channel: actor.channel,
        assurance: actor.assurance,
        signed_in_at: actor.authAt.toISOString(),
        may: [...new Set(actor.roles.flatMap((held) => mayByRole[held]))],
      };
  }
}
