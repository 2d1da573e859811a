import { OctagonPause } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import type { AgentLine } from './agent-line.ts';

const tones: Record<AgentLine['trust'], string> = {
  untrusted: 'bg-risk-high-soft text-risk-high',
  standard: 'bg-raised text-muted',
  trusted: 'bg-state-approved-soft text-state-approved',
};

/** How far an agent is trusted, and whether it was stopped or retired. */
export function StandingMarks({ agent }: { agent: Pick<AgentLine, 'trust' | 'pausedAt' | 'retiredAt'> }) {
  return (
    <>
      <span className={cn('rounded-sm px-1.5 py-0.5 font-medium text-xs', tones[agent.trust])}>{agent.trust}</span>
      {agent.pausedAt && !agent.retiredAt && (
        <span className="inline-flex items-center gap-1 rounded-sm bg-state-denied-soft px-1.5 py-0.5 font-medium text-state-denied text-xs">
          <OctagonPause aria-hidden className="size-3.5" /> Stopped
        </span>
      )}
      {agent.retiredAt && <span className="text-faint text-xs">retired</span>}
    </>
  );
}
