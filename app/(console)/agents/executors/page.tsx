import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { executorLine } from '#components/agents/executor-line.ts';
import { ExecutorList } from '#components/agents/executor-list.tsx';
import { RegistryBar } from '#components/agents/registry-bar.tsx';
import { PageHead } from '#components/shell/page-head.tsx';
import { listExecutors } from '#lib/identity/list-executors.ts';
import { holds, signedIn } from '../../viewer.ts';
import { namesOfPeople } from '../registry.ts';

export const metadata: Metadata = { title: 'Executors' };

/** Every executor: what runs approved actions, how hard it is to go round, and whether it has a key. */
export default async function ExecutorsPage() {
  const person = await signedIn();
  if (!holds(person, ['reviewer', 'auditor', 'admin'])) redirect('/');
  const [executors, nameOf] = await Promise.all([listExecutors(person), namesOfPeople()]);
  const now = new Date();
  return (
    <>
      <PageHead title="Executors">
        An executor runs exactly what was approved, and refuses everything else. Its grade says how hard it is to go
        round.
      </PageHead>
      <RegistryBar here="executor" mayRegister={holds(person, ['admin'])} />
      <ExecutorList executors={executors.map((executor) => executorLine(executor, now, nameOf))} />
    </>
  );
}
