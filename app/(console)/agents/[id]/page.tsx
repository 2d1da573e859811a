import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { agentLine } from '#components/agents/agent-line.ts';
import { AgentScreen } from '#components/agents/agent-screen.tsx';
import { executorLine } from '#components/agents/executor-line.ts';
import { Refusal } from '#lib/errors/refusal.ts';
import { getAgent } from '#lib/identity/list-agents.ts';
import { listExecutors } from '#lib/identity/list-executors.ts';
import { holds, signedIn } from '../../viewer.ts';
import { namesOfPeople, possibleOwners } from '../registry.ts';

type Params = Promise<{ id: string }>;

export const metadata: Metadata = { title: 'Agent' };

/** One agent, to look at; for administrators to change, too. */
export default async function AgentPage({ params }: { params: Params }) {
  const person = await signedIn();
  if (!holds(person, ['reviewer', 'auditor', 'admin'])) redirect('/');
  const { id } = await params;
  const agent = await getAgent(person, id).catch((error) => {
    if (error instanceof Refusal && error.code === 'not_found') notFound();
    throw error;
  });
  const [executors, owners, nameOf] = await Promise.all([
    listExecutors(person),
    possibleOwners(person),
    namesOfPeople(),
  ]);
  const now = new Date();
  return (
    <AgentScreen
      key={agent.id}
      agent={agentLine(agent, now, nameOf)}
      executors={executors.map((executor) => executorLine(executor, now, nameOf))}
      owners={owners}
    />
  );
}
