import { z } from 'zod';
import type { Agent, Credential, Executor } from '../../identity/agent.ts';
import type { IssuedCredential } from '../../identity/issue-credential.ts';
import { id, text, time } from './words.ts';

const name = text(100);
const trust = z.enum(['untrusted', 'standard', 'trusted']);
const grade = z.enum(['structural', 'network', 'cooperative']);
const short = z.string().max(200).exactOptional();
const model = z.strictObject({ provider: short, name: short, version: short });
const person = z.strictObject({ id: z.string(), name: z.string() });

export const newAgent = z
  .strictObject({
    name,
    owner_id: id('usr'),
    executor_id: id('exe'),
    executors: z.array(id('exe')).max(50).exactOptional(),
    team: text(100).exactOptional(),
    trust: trust.exactOptional(),
    model: model.exactOptional(),
    tags: z.array(text(50)).max(20).exactOptional(),
    acts_for: z.array(text(300)).max(50).exactOptional(),
  })
  .meta({ id: 'NewAgent' });

export const agentChange = z
  .strictObject({
    name: name.exactOptional(),
    owner_id: id('usr').exactOptional(),
    executor_id: id('exe').exactOptional(),
    executors: z.array(id('exe')).max(50).exactOptional(),
    team: text(100).nullable().exactOptional(),
    trust: trust.exactOptional(),
    model: model.nullable().exactOptional(),
    tags: z.array(text(50)).max(20).exactOptional(),
    acts_for: z.array(text(300)).max(50).exactOptional(),
  })
  .meta({ id: 'AgentChange' });

export const newExecutor = z.strictObject({ name, owner_id: id('usr'), grade }).meta({ id: 'NewExecutor' });
export const executorChange = newExecutor.partial().meta({ id: 'ExecutorChange' });

export const newCredential = z
  .strictObject({ expires_in_days: z.int().min(1).max(365).exactOptional() })
  .meta({ id: 'NewCredential' });

const credential = z
  .strictObject({
    id: id('crd'),
    prefix: z.string(),
    created_by: z.string(),
    created_at: time,
    expires_at: time,
    revoked_at: time.nullable(),
    last_used_at: time.nullable(),
  })
  .meta({ id: 'Credential' });

export const issuedCredential = z
  .strictObject({ id: id('crd'), key: z.string(), prefix: z.string(), expires_at: time })
  .meta({ id: 'IssuedCredential' });

export const agent = z
  .strictObject({
    id: id('agt'),
    name: z.string(),
    owner: person,
    team: z.string().nullable(),
    trust,
    model: model.nullable(),
    tags: z.array(z.string()),
    acts_for: z.array(z.string()),
    executor: id('exe'),
    executors: z.array(id('exe')),
    created_at: time,
    paused_at: time.nullable(),
    retired_at: time.nullable(),
    credentials: z.array(credential),
  })
  .meta({ id: 'Agent' });

export const executor = z
  .strictObject({
    id: id('exe'),
    name: z.string(),
    owner: person,
    grade,
    created_at: time,
    retired_at: time.nullable(),
    credentials: z.array(credential),
  })
  .meta({ id: 'Executor' });

const iso = (date: Date | null) => date?.toISOString() ?? null;

export function agentForm(of: Agent): z.output<typeof agent> {
  return {
    id: of.id,
    name: of.name,
    owner: of.owner,
    team: of.team,
    trust: of.trust,
    model: of.model,
    tags: of.tags,
    acts_for: of.actsFor,
    executor: of.executorId,
    executors: of.executors,
    created_at: of.createdAt.toISOString(),
    paused_at: iso(of.pausedAt),
    retired_at: iso(of.retiredAt),
    credentials: of.credentials.map(credentialForm),
  };
}

export function executorForm(of: Executor): z.output<typeof executor> {
  return {
    id: of.id,
    name: of.name,
    owner: of.owner,
    grade: of.grade,
    created_at: of.createdAt.toISOString(),
    retired_at: iso(of.retiredAt),
    credentials: of.credentials.map(credentialForm),
  };
}

function credentialForm(of: Credential): z.output<typeof credential> {
  return {
    id: of.id,
    prefix: of.prefix,
    created_by: of.createdById,
    created_at: of.createdAt.toISOString(),
    expires_at: of.expiresAt.toISOString(),
    revoked_at: iso(of.revokedAt),
    last_used_at: iso(of.lastUsedAt),
  };
}

export function issuedForm(of: IssuedCredential): z.output<typeof issuedCredential> {
  return { id: of.id, key: of.key, prefix: of.prefix, expires_at: of.expiresAt.toISOString() };
}
