import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { RegisterAgent } from '#components/agents/register-agent.tsx';
import { PageHead } from '#components/shell/page-head.tsx';
import { listExecutors } from '#lib/identity/list-executors.ts';
import { holds, signedIn } from '../../viewer.ts';
import { possibleOwners } from '../registry.ts';

export const metadata: Metadata = { title: 'Register an agent' };

/** An administrator makes an agent known, with the executor that runs what it may do. */
export default async function RegisterAgentPage() {
  const person = await signedIn();
  if (!holds(person, ['admin'])) redirect('/agents');
  const [owners, executors] = await Promise.all([possibleOwners(person), listExecutors(person)]);
  const inService = executors.filter(({ retiredAt }) => retiredAt === null);
  return (
    <>
      <PageHead title="Register an agent">
        It can ask for nothing until you issue a key to it, which comes next.
      </PageHead>
      <RegisterAgent owners={owners} executors={inService.map(({ id, name, grade }) => ({ id, name, grade }))} />
    </>
  );
}
