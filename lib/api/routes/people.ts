import { z } from 'zod';
import { disablePerson, enablePerson } from '../../identity/disable-person.ts';
import { getPerson, listPeople } from '../../identity/list-people.ts';
import { defineRoute } from '../define-route.ts';
import { person, personForm } from '../schemas/people.ts';
import { id, text } from '../schemas/words.ts';

const tag = 'People';
const personParams = z.strictObject({ id: id('usr') });
const reasonBody = z.strictObject({ reason: text(500) }).meta({ id: 'PersonChange' });

export const list = defineRoute({
  method: 'GET',
  path: '/people',
  operation: 'listPeople',
  summary: 'Everybody known here, with their groups and what these let them do; the disabled last.',
  tag,
  callers: ['human'],
  roles: ['auditor', 'admin'],
  answers: { 200: z.strictObject({ items: z.array(person) }) },
  async handle({ actor }) {
    return { status: 200, body: { items: (await listPeople(actor)).map(personForm) } };
  },
});

export const disable = defineRoute({
  method: 'POST',
  path: '/people/:id/disable',
  operation: 'disablePerson',
  summary: 'Shut a person out: their sessions end at once and none of their groups counts. Not oneself.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: personParams,
  body: reasonBody,
  idempotent: 'optional',
  answers: { 200: person },
  async handle({ actor, params, body }) {
    await disablePerson(actor, { personId: params.id, reason: body.reason });
    return { status: 200, body: personForm(await getPerson(actor, params.id)) };
  },
});

export const enable = defineRoute({
  method: 'POST',
  path: '/people/:id/enable',
  operation: 'enablePerson',
  summary: 'Let a disabled person in again. They have to sign in anew.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: personParams,
  body: reasonBody,
  idempotent: 'optional',
  answers: { 200: person },
  async handle({ actor, params, body }) {
    await enablePerson(actor, { personId: params.id, reason: body.reason });
    return { status: 200, body: personForm(await getPerson(actor, params.id)) };
  },
});
