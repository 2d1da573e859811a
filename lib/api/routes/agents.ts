import { z } from 'zod';
import { pauseAgent } from '../../grants/pause-agent.ts';
import { resumeAgent } from '../../grants/resume-agent.ts';
import { retireAgent } from '../../grants/retire-agent.ts';
import { revokeCredential } from '../../grants/revoke-credential.ts';
import { createAgent } from '../../identity/create-agent.ts';
import { issueCredential } from '../../identity/issue-credential.ts';
import { getAgent, listAgents } from '../../identity/list-agents.ts';
import { updateAgent } from '../../identity/update-agent.ts';
import { defineRoute } from '../define-route.ts';
import {
  agent,
  agentChange,
  agentForm,
  issuedCredential,
  issuedForm,
  newAgent,
  newCredential,
} from '../schemas/registry.ts';
import { id, text } from '../schemas/words.ts';

const tag = 'Agents';
const agentParams = z.strictObject({ id: id('agt') });
const reasonBody = z.strictObject({ reason: text(500).exactOptional() });

export const list = defineRoute({
  method: 'GET',
  path: '/agents',
  operation: 'listAgents',
  summary: 'Every agent, those in service first.',
  tag,
  callers: ['human'],
  roles: ['reviewer', 'auditor', 'admin'],
  answers: { 200: z.strictObject({ items: z.array(agent) }) },
  async handle({ actor }) {
    return { status: 200, body: { items: (await listAgents(actor)).map(agentForm) } };
  },
});

export const get = defineRoute({
  method: 'GET',
  path: '/agents/:id',
  operation: 'getAgent',
  summary: 'One agent.',
  tag,
  callers: ['human'],
  roles: ['reviewer', 'auditor', 'admin'],
  params: agentParams,
  answers: { 200: agent },
  async handle({ actor, params }) {
    return { status: 200, body: agentForm(await getAgent(actor, params.id)) };
  },
});

export const create = defineRoute({
  method: 'POST',
  path: '/agents',
  operation: 'createAgent',
  summary: 'Register an agent. It has no key yet.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  body: newAgent,
  idempotent: 'optional',
  answers: { 201: agent },
  async handle({ actor, body }) {
    const { owner_id: ownerId, executor_id: executorId, acts_for: actsFor, ...same } = body;
    const created = await createAgent(actor, { ...same, ownerId, executorId, actsFor });
    return { status: 201, body: agentForm(await getAgent(actor, created.id)) };
  },
});

export const update = defineRoute({
  method: 'PATCH',
  path: '/agents/:id',
  operation: 'updateAgent',
  summary: 'Change what an agent is registered with. Absent members stay.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: agentParams,
  body: agentChange,
  answers: { 200: agent },
  async handle({ actor, params, body }) {
    const { owner_id: ownerId, executor_id: executorId, acts_for: actsFor, ...same } = body;
    await updateAgent(actor, {
      agentId: params.id,
      ...same,
      ...(ownerId !== undefined && { ownerId }),
      ...(executorId !== undefined && { executorId }),
      ...(actsFor !== undefined && { actsFor }),
    });
    return { status: 200, body: agentForm(await getAgent(actor, params.id)) };
  },
});

export const pause = defineRoute({
  method: 'POST',
  path: '/agents/:id/pause',
  operation: 'pauseAgent',
  summary: 'Refuse everything of this agent at once and revoke its unspent grants.',
  tag,
  callers: ['human'],
  roles: ['reviewer', 'admin'],
  params: agentParams,
  body: reasonBody,
  idempotent: 'optional',
  answers: { 200: agent },
  async handle({ actor, params, body }) {
    await pauseAgent(actor, { agentId: params.id, ...body });
    return { status: 200, body: agentForm(await getAgent(actor, params.id)) };
  },
});

export const resume = defineRoute({
  method: 'POST',
  path: '/agents/:id/resume',
  operation: 'resumeAgent',
  summary: 'Let a paused agent ask again. Revoked grants stay revoked.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: agentParams,
  body: reasonBody,
  idempotent: 'optional',
  answers: { 200: agent },
  async handle({ actor, params, body }) {
    await resumeAgent(actor, { agentId: params.id, ...body });
    return { status: 200, body: agentForm(await getAgent(actor, params.id)) };
  },
});

export const retire = defineRoute({
  method: 'POST',
  path: '/agents/:id/retire',
  operation: 'retireAgent',
  summary: 'Take an agent out of service for good; its keys and unspent grants end.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: agentParams,
  body: reasonBody,
  idempotent: 'optional',
  answers: { 200: agent },
  async handle({ actor, params, body }) {
    await retireAgent(actor, { agentId: params.id, ...body });
    return { status: 200, body: agentForm(await getAgent(actor, params.id)) };
  },
});

export const issueKey = defineRoute({
  method: 'POST',
  path: '/agents/:id/credentials',
  operation: 'issueAgentCredential',
  summary: 'Issue an API key. This answer is the only time it is shown.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: agentParams,
  body: newCredential,
  answers: { 201: issuedCredential },
  async handle({ actor, params, body }) {
    const order = { holderKind: 'agent', holderId: params.id, expiresInDays: body.expires_in_days } as const;
    return { status: 201, body: issuedForm(await issueCredential(actor, order)) };
  },
});

export const revokeKey = defineRoute({
  method: 'POST',
  path: '/credentials/:id/revoke',
  operation: 'revokeCredential',
  summary: 'End an API key, of an agent or an executor, at once.',
  tag,
  callers: ['human'],
  roles: ['admin'],
  params: z.strictObject({ id: id('crd') }),
  body: reasonBody,
  idempotent: 'optional',
  answers: { 204: null },
  async handle({ actor, params, body }) {
    await revokeCredential(actor, { credentialId: params.id, ...body });
    return { status: 204 };
  },
});
