import { pool } from '#lib/db/pool.ts';
import { createAgent } from '#lib/identity/create-agent.ts';
import { createExecutor } from '#lib/identity/create-executor.ts';
import { issueCredential } from '#lib/identity/issue-credential.ts';
import { syncGroupRoles } from '#lib/identity/sync-group-roles.ts';
import { addPerson, addSession } from '#lib/identity/testing.ts';
import type { Cast } from './load/caller.ts';

const agentCount = 300;
const reviewerCount = 8;

/** An organisation of three hundred agents and eight reviewers, made with the product's own verbs. */
export async function makeCast(environment: Record<string, string>): Promise<Cast> {
  await syncGroupRoles();
  const [owner, administrator] = [await addPerson([]), await addPerson(['grp:admins'])];
  const by = { kind: 'operator', personId: administrator.id } as const;
  const executor = await createExecutor(by, { name: 'bench-runner', ownerId: owner.id, grade: 'network' });
  const executorKey = await issueCredential(by, { holderKind: 'executor', holderId: executor.id });
  const agents: Cast['agents'] = [];
  for (let number = 0; number < agentCount; number++) {
    const { id } = await createAgent(by, { name: `agent-${number}`, ownerId: owner.id, executorId: executor.id });
    const { key } = await issueCredential(by, { holderKind: 'agent', holderId: id });
    agents.push({ id, key });
  }
  const reviewers: string[] = [];
  for (let number = 0; number < reviewerCount; number++) {
    const { id } = await addPerson(['grp:sre']);
    reviewers.push((await addSession(id, '1 minute')).get('cookie')!);
  }
  await pool().query('ANALYZE');
  return {
    port: Number(environment.PORT),
    publicUrl: environment.PUBLIC_URL!,
    agents,
    executorKey: executorKey.key,
    reviewers,
  };
}
