import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { agentLine } from '#components/agents/agent-line.ts';
import { AgentList } from '#components/agents/agent-list.tsx';
import { RegistryBar } from '#components/agents/registry-bar.tsx';
import { PageHead } from '#components/shell/page-head.tsx';
import { listAgents } from '#lib/identity/list-agents.ts';
import { holds, signedIn } from '../viewer.ts';
import { namesOfPeople } from './registry.ts';

export const metadata: Metadata = { title: 'Agents' };

/** Every agent: whose it is, how far it is trusted, when it last called, and the button that stops it. */
export default async function AgentsPage() {
  const person = await signedIn();
  if (!holds(person, ['reviewer', 'auditor', 'admin'])) redirect('/');
  const [agents, nameOf] = await Promise.all([listAgents(person), namesOfPeople()]);
  const now = new Date();
  return (
    <>
      <PageHead title="Agents">
        A stopped agent is refused everything at once, and what it was permitted and has not used is revoked.
      </PageHead>
      <RegistryBar here="agent" mayRegister={holds(person, ['admin'])} />
      <AgentList agents={agents.map((agent) => agentLine(agent, now, nameOf))} />
    </>
  );
}
