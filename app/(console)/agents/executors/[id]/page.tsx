import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { executorLine } from '#components/agents/executor-line.ts';
import { ExecutorScreen } from '#components/agents/executor-screen.tsx';
import { Refusal } from '#lib/errors/refusal.ts';
import { listAgents } from '#lib/identity/list-agents.ts';
import { getExecutor } from '#lib/identity/list-executors.ts';
import { holds, signedIn } from '../../../viewer.ts';
import { namesOfPeople, possibleOwners } from '../../registry.ts';

type Params = Promise<{ id: string }>;

export const metadata: Metadata = { title: 'Executor' };

/** One executor, to look at; for administrators to change, too. */
export default async function ExecutorPage({ params }: { params: Params }) {
  const person = await signedIn();
  if (!holds(person, ['reviewer', 'auditor', 'admin'])) redirect('/');
  const { id } = await params;
  const executor = await getExecutor(person, id).catch((error) => {
    if (error instanceof Refusal && error.code === 'not_found') notFound();
    throw error;
  });
  const [agents, owners, nameOf] = await Promise.all([listAgents(person), possibleOwners(person), namesOfPeople()]);
  return (
    <ExecutorScreen
      key={executor.id}
      executor={executorLine(executor, new Date(), nameOf)}
      agents={agents
        .filter(({ retiredAt, executors }) => retiredAt === null && executors.includes(id))
        .map(({ id, name }) => ({ id, name }))}
      owners={owners}
    />
  );
}
