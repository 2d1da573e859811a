'use client';

import { Bot } from 'lucide-react';
import Link from 'next/link';
import { FirstRun } from '#components/shell/first-run.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { cn } from '#components/ui/cn.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { shorten } from '#components/ui/shorten.ts';
import { Ago } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { AgentLine } from './agent-line.ts';
import { StandingMarks } from './standing-marks.tsx';
import { StopButton } from './stop-button.tsx';

/** Who may ask: one line an agent, its owner and keys beside it, its stop button at the end. */
export function AgentList({ agents }: { agents: readonly AgentLine[] }) {
  if (agents.length === 0)
    return (
      <>
        <Empty icon={Bot} title="No agent is registered">
          An administrator registers one and issues a key to it.
        </Empty>
        <FirstRun />
      </>
    );
  return (
    <ul className="border-y bg-surface">
      {agents.map((agent) => (
        <li
          key={agent.id}
          className={cn(
            'grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-2 border-b px-5 py-4 last:border-b-0 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)_8rem] lg:px-8',
            agent.retiredAt && 'bg-canvas',
          )}
        >
          <div className="flex min-w-0 gap-3">
            <Avatar name={agent.name} kind="agent" className="size-8" />
            <div className="min-w-0">
              <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link
                  href={`/agents/${agent.id}`}
                  className="inline-flex min-h-6 items-center rounded-sm font-semibold text-base hover:underline"
                >
                  {visible(agent.name)}
                </Link>
                <StandingMarks agent={agent} />
              </h2>
              <CopyId value={agent.id} name="agent id" />
            </div>
          </div>
          <dl className="order-last col-span-2 text-xs lg:order-none lg:col-span-1">
            <dt className="text-faint">Owner</dt>
            <dd className="text-sm">
              {visible(agent.owner.name)}
              {agent.team && <span className="text-muted">, {visible(agent.team)}</span>}
            </dd>
            {agent.actsFor.length > 0 && (
              <>
                <dt className="mt-1.5 text-faint">May act for</dt>
                <dd className="break-all font-mono">{agent.actsFor.map(visible).join(', ')}</dd>
              </>
            )}
          </dl>
          <dl className="order-last col-span-2 text-xs lg:order-none lg:col-span-1">
            <dt className="text-faint">Last call</dt>
            <dd className="text-sm">{agent.lastUsedAt ? <Ago at={agent.lastUsedAt} /> : 'never'}</dd>
            <dt className="mt-1.5 text-faint">Keys</dt>
            <dd className="flex flex-col break-all font-mono">
              {agent.keys.length === 0 && <span className="font-sans">none</span>}
              {agent.keys.map((key) => (
                <span key={key.id} className={cn(key.standing !== 'live' && 'text-muted line-through')}>
                  {shorten(key.prefix)}
                  {key.standing !== 'live' && <span className="sr-only"> {key.standing}</span>}
                </span>
              ))}
            </dd>
          </dl>
          {!agent.retiredAt && <StopButton agent={agent} />}
        </li>
      ))}
    </ul>
  );
}
