import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { agentLine } from '#components/agents/agent-line.ts';
import { AgentList } from '#components/agents/agent-list.tsx';
import { PageHead } from '#components/shell/page-head.tsx';
import { listAgents } from '#lib/identity/list-agents.ts';
import { holds, signedIn } from '../viewer.ts';

export const metadata: Metadata = { title: 'Agents' };

/** Every agent: whose it is, how far it is trusted, when it last called, and the button that stops it. */
export default async function AgentsPage() {
  const person = await signedIn();
  if (!holds(person, ['reviewer', 'auditor', 'admin'])) redirect('/');
  const agents = await listAgents(person);
  return (
    <>
      <PageHead title="Agents">
        A stopped agent is refused everything at once, and what it was permitted and has not used is revoked.
      </PageHead>
      <AgentList agents={agents.map(agentLine)} />
    </>
  );
}
