'use client';

import Link from 'next/link';
import { useViewer } from '#components/shell/viewer.tsx';
import { visible } from '#protocol/visible.ts';
import { onlyAdministrators } from './agent-screen.tsx';
import { grades } from './choices.ts';
import type { ExecutorLine } from './executor-line.ts';
import { GradeMark } from './executor-list.tsx';
import { ExecutorSettings } from './executor-settings.tsx';
import { FormSection } from './form-section.tsx';
import { HolderHead } from './holder-head.tsx';
import { Keys } from './keys.tsx';
import type { PossibleOwner } from './owner-field.tsx';
import { RegisteredFacts } from './registered-facts.tsx';
import { RetireButton } from './retire-button.tsx';

interface ExecutorScreenProps {
  executor: ExecutorLine;
  /** Agents in service whose actions it runs, or may run. */
  agents: readonly { id: string; name: string }[];
  owners: readonly PossibleOwner[];
}

/** One executor: its keys, whose actions it runs, and what it is registered with. */
export function ExecutorScreen({ executor, agents, owners }: ExecutorScreenProps) {
  const isAdmin = useViewer().roles.includes('admin');
  const holder = { kind: 'executor', id: executor.id, name: executor.name } as const;
  const retired = executor.retiredAt !== null;
  const locked = retired ? 'It is retired: nothing of it can be changed.' : isAdmin ? null : onlyAdministrators;
  return (
    <>
      <HolderHead
        holder={holder}
        marks={
          <>
            <GradeMark grade={executor.grade} />
            {retired && <span className="text-faint text-xs">retired</span>}
          </>
        }
        actions={!retired && isAdmin && <RetireButton {...holder} />}
      />
      <div className="flex max-w-3xl flex-col gap-4 px-5 pb-12 lg:px-8">
        <Keys holder={holder} keys={executor.keys} locked={locked} />
        <FormSection title="Whose actions it runs">
          {agents.length === 0 ? (
            <p className="text-muted">No agent in service names it.</p>
          ) : (
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {agents.map(({ id, name }) => (
                <li key={id}>
                  <Link href={`/agents/${id}`} className="inline-flex min-h-6 items-center rounded-sm underline">
                    {visible(name)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </FormSection>
        {locked ? (
          <RegisteredFacts
            facts={[
              ['Owner', executor.owner.name],
              ['Grade', `${executor.grade}. ${grades.find(({ value }) => value === executor.grade)!.words}`],
            ]}
            why={locked}
          />
        ) : (
          <ExecutorSettings executor={executor} owners={owners} />
        )}
      </div>
    </>
  );
}
