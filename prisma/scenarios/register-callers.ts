import { pool } from '../../lib/db/pool.ts';
import { revokeCredential } from '../../lib/grants/revoke-credential.ts';
import { authenticateCredential } from '../../lib/identity/authenticate-credential.ts';
import type { Operator } from '../../lib/identity/change-directory.ts';
import { createAgent, type NewAgent } from '../../lib/identity/create-agent.ts';
import { createExecutor } from '../../lib/identity/create-executor.ts';
import type { HolderKind } from '../../lib/identity/credential-key.ts';
import { issueCredential } from '../../lib/identity/issue-credential.ts';

/** An agent or executor and the key it calls with. */
export interface KeyHolder {
  id: string;
  name: string;
  key: string;
}

interface Registering {
  administrator: Operator;
  ownerId: string;
  kept: readonly KeyHolder[];
}

const agents: readonly Omit<NewAgent, 'ownerId' | 'executorId'>[] = [
  {
    name: 'billing-bot',
    team: 'Finance',
    tags: ['billing', 'customer-data'],
    actsFor: ['user:*@demo.test'],
  },
  {
    name: 'crm-agent',
    team: 'Sales',
    tags: ['crm', 'customer-data'],
    actsFor: ['user:*@demo.test'],
  },
  {
    name: 'deploy-bot',
    team: 'Platform',
    trust: 'trusted',
    tags: ['deploy'],
    actsFor: ['user:*@demo.test', 'pipeline:*'],
  },
];

/** The demo company's agents, owned by one person, and the executor that runs what they are allowed to do. */
export async function registerCallers(registering: Registering) {
  const { administrator, ownerId } = registering;
  const executorId =
    (await registeredId('executor', 'shop-runner')) ??
    (await createExecutor(administrator, { name: 'shop-runner', ownerId, grade: 'network' })).id;
  const executors = [await withKey(registering, 'executor', { id: executorId, name: 'shop-runner' })];

  const keyed: KeyHolder[] = [];
  for (const agent of agents) {
    const id =
      (await registeredId('agent', agent.name)) ??
      (await createAgent(administrator, { ...agent, ownerId, executorId })).id;
    keyed.push(await withKey(registering, 'agent', { id, name: agent.name }));
  }
  return { agents: keyed, executors };
}

async function registeredId(kind: HolderKind, name: string): Promise<string | undefined> {
  const { rows } = await pool().query<{ id: string }>(`SELECT id FROM ${kind} WHERE name = $1`, [name]);
  return rows[0]?.id;
}

/** The key it was given at an earlier start, if that still works; else a new one, and the lost ones are revoked. */
async function withKey(
  { administrator, kept }: Registering,
  holderKind: HolderKind,
  holder: { id: string; name: string },
): Promise<KeyHolder> {
  const known = kept.find(({ id }) => id === holder.id);
  const caller = known && (await authenticateCredential(known.key).catch(() => undefined));
  const callerId = caller?.kind === 'agent' ? caller.agentId : caller?.executorId;
  if (known && callerId === holder.id) return { ...holder, key: known.key };

  const { rows } = await pool().query<{ id: string }>(
    'SELECT id FROM credential WHERE holder_kind = $1 AND holder_id = $2 AND revoked_at IS NULL',
    [holderKind, holder.id],
  );
  for (const { id } of rows) await revokeCredential(administrator, { credentialId: id, reason: 'lost with demo.json' });
  const { key } = await issueCredential(administrator, { holderKind, holderId: holder.id, expiresInDays: 365 });
  return { ...holder, key };
}
