import { z } from 'zod';
import { createExecutor } from '../../identity/create-executor.ts';
import { issueCredential } from '../../identity/issue-credential.ts';
import { getExecutor, listExecutors } from '../../identity/list-executors.ts';
import { retireExecutor } from '../../identity/retire-executor.ts';
import { updateExecutor } from '../../identity/update-executor.ts';
import { defineRoute } from '../define-route.ts';
import {
  executor,
  executorChange,
  executorForm,
  issuedCredential,
  issuedForm,
  newCredential,
  newExecutor,
} from '../schemas/registry.ts';
import { id, text } from '../schemas/words.ts';

const tag = 'Executors';
const executorParams = z.strictObject({ id: id('exe') });

export const list = defineRoute({
  method: 'GET',
  path: '/executors',
  operation: 'listExecutors',
  summary: 'Every executor, those in service first.',
  tag,
  callers: ['human'],
  roles: ['reviewer', 'auditor', 'admin'],
  answers: { 200: z.strictObject({ items: z.array(executor) }) },
  async handle({ actor }) {
    return { status: 200, body: { items: (await listExecutors(actor)).map(executorForm) } };
  },
});

export const get = defineRoute({
  method: 'GET',
  path: '/executors/:id',
  operation: 'getExecutor',
  summary: 'One executor.',
  tag,
  callers: ['human'],
  roles: ['reviewer', 'auditor', 'admin'],
  params: executorParams,
  answers: { 200: executor },
  async handle({ actor, params }) {
    return { status: 200, body: executorForm(await getExecutor(actor, params.id)) };
  },
});

export const create = defineRoute({
  method: 'POST',
  path: '/executors',
  operation: 'createExecutor',
  summary: 'Register what enforces. It has no key yet.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  body: newExecutor,
  idempotent: 'optional',
  answers: { 201: executor },
  async handle({ actor, body: { owner_id: ownerId, ...same } }) {
    const created = await createExecutor(actor, { ...same, ownerId });
    return { status: 201, body: executorForm(await getExecutor(actor, created.id)) };
  },
});

export const update = defineRoute({
  method: 'PATCH',
  path: '/executors/:id',
  operation: 'updateExecutor',
  summary: 'Change what an executor is registered with. Absent members stay.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: executorParams,
  body: executorChange,
  answers: { 200: executor },
  async handle({ actor, params, body: { owner_id: ownerId, ...same } }) {
    await updateExecutor(actor, { executorId: params.id, ...same, ownerId });
    return { status: 200, body: executorForm(await getExecutor(actor, params.id)) };
  },
});

export const retire = defineRoute({
  method: 'POST',
  path: '/executors/:id/retire',
  operation: 'retireExecutor',
  summary: 'Take an executor out of service for good; its keys end.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: executorParams,
  body: z.strictObject({ reason: text(500).exactOptional() }),
  idempotent: 'optional',
  answers: { 200: executor },
  async handle({ actor, params, body }) {
    await retireExecutor(actor, { executorId: params.id, ...body });
    return { status: 200, body: executorForm(await getExecutor(actor, params.id)) };
  },
});

export const issueKey = defineRoute({
  method: 'POST',
  path: '/executors/:id/credentials',
  operation: 'issueExecutorCredential',
  summary: 'Issue an API key. This answer is the only time it is shown.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: executorParams,
  body: newCredential,
  answers: { 201: issuedCredential },
  async handle({ actor, params, body }) {
    const order = { holderKind: 'executor', holderId: params.id, expiresInDays: body.expires_in_days } as const;
    return { status: 201, body: issuedForm(await issueCredential(actor, order)) };
  },
});
