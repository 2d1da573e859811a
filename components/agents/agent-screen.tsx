'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { CommandLine } from '#components/shell/command-line.tsx';
import { firstRequestLine } from '#components/shell/first-request.ts';
import { useViewer } from '#components/shell/viewer.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { visible } from '#protocol/visible.ts';
import type { AgentLine } from './agent-line.ts';
import { AgentSettings } from './agent-settings.tsx';
import type { ExecutorLine } from './executor-line.ts';
import { FormSection } from './form-section.tsx';
import { HolderHead } from './holder-head.tsx';
import { Keys } from './keys.tsx';
import type { PossibleOwner } from './owner-field.tsx';
import { type Fact, RegisteredFacts } from './registered-facts.tsx';
import { RetireButton } from './retire-button.tsx';
import { StandingMarks } from './standing-marks.tsx';
import { StopButton } from './stop-button.tsx';

interface AgentScreenProps {
  agent: AgentLine;
  executors: readonly ExecutorLine[];
  /** Only an administrator is told who could own it. */
  owners: readonly PossibleOwner[];
}

/** One agent: its keys, how it asks for the first time, and what it is registered with. */
export function AgentScreen({ agent, executors, owners }: AgentScreenProps) {
  const isAdmin = useViewer().roles.includes('admin');
  const holder = { kind: 'agent', id: agent.id, name: agent.name } as const;
  const retired = agent.retiredAt !== null;
  const locked = retired ? 'It is retired: nothing of it can be changed.' : isAdmin ? null : onlyAdministrators;
  return (
    <>
      <HolderHead
        holder={holder}
        marks={<StandingMarks agent={agent} />}
        actions={
          !retired && (
            <>
              <StopButton agent={agent} />
              {isAdmin && <RetireButton {...holder} />}
            </>
          )
        }
      />
      <div className="flex max-w-3xl flex-col gap-4 px-5 pb-12 lg:px-8">
        <Keys holder={holder} keys={agent.keys} locked={locked}>
          {!retired && (
            <ExecutorKeyMissing
              executor={executors.find(({ id }) => id === agent.executorId)}
              locked={locked !== null}
            />
          )}
        </Keys>
        {!locked && !agent.lastUsedAt && (
          <FormSection
            title="Its first request"
            words={
              <>
                With its key in <code className="text-xs">COUNTERSIGN_KEY</code>, this asks whether it may run{' '}
                <code className="text-xs">uptime</code>. What the answer is, policy says; nothing runs by it.
              </>
            }
          >
            <CommandLine line={(origin) => firstRequestLine(origin, agent.id)} />
          </FormSection>
        )}
        {locked ? (
          <RegisteredFacts facts={factsOf(agent, executors)} why={locked} />
        ) : (
          <AgentSettings
            agent={agent}
            owners={owners}
            executors={executors.filter((executor) => executor.retiredAt === null)}
          />
        )}
      </div>
    </>
  );
}

export const onlyAdministrators = 'Administrators change this.';

/** What is approved has to be redeemed by somebody; an executor without a key is a dead end that is easy to miss. */
function ExecutorKeyMissing({ executor, locked }: { executor: ExecutorLine | undefined; locked: boolean }) {
  if (!executor || executor.grade === 'cooperative' || executor.keys.some(({ standing }) => standing === 'live'))
    return null;
  return (
    <Notice tone="warn" icon={TriangleAlert} title={`Its executor ${visible(executor.name)} has no key in use.`}>
      Until it has one, nothing that is approved can run.{' '}
      {!locked && (
        <Link href={`/agents/executors/${executor.id}`} className="underline">
          Issue a key to {visible(executor.name)}
        </Link>
      )}
    </Notice>
  );
}

function factsOf(agent: AgentLine, executors: readonly ExecutorLine[]): Fact[] {
  const nameOf = (id: string) => executors.find((executor) => executor.id === id)?.name ?? id;
  const others = agent.executors.filter((id) => id !== agent.executorId).map(nameOf);
  return [
    ['Owner', agent.owner.name],
    ['Team', agent.team],
    ['Model', [agent.model.provider, agent.model.name, agent.model.version].filter(Boolean).join(' · ')],
    ['Tags', agent.tags.join(', ')],
    ['May act for', agent.actsFor.join(', ') || 'itself only'],
    ['Executor', nameOf(agent.executorId)],
    ['May name instead', others.join(', ')],
  ];
}
