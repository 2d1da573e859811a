import {
  Ban,
  Check,
  Circle,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Clock,
  Diamond,
  type LucideIcon,
  OctagonAlert,
  Play,
  Shield,
  TimerOff,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { isProduction } from '#lib/approvals/kinds/environment.ts';
import type { RequestState, RiskLevel } from '#protocol/wire.ts';

const risks: Record<RiskLevel, { word: string; icon: LucideIcon; text: string; soft: string }> = {
  low: { word: 'Low', icon: Circle, text: 'text-risk-low', soft: 'bg-risk-low-soft' },
  elevated: { word: 'Elevated', icon: Diamond, text: 'text-risk-elevated', soft: 'bg-risk-elevated-soft' },
  high: { word: 'High', icon: TriangleAlert, text: 'text-risk-high', soft: 'bg-risk-high-soft' },
  critical: { word: 'Critical', icon: OctagonAlert, text: 'text-risk-critical', soft: 'bg-risk-critical-soft' },
};

/** The risk as a shape, a word and a colour: any one of them is enough. */
export function RiskMark({
  level,
  score,
  bare,
  className,
}: {
  level: RiskLevel;
  score?: number;
  bare?: boolean;
  className?: string;
}) {
  const { word, icon: Icon, text, soft } = risks[level];
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap font-medium text-xs',
        text,
        !bare && `rounded-sm px-1.5 py-0.5 ${soft}`,
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5" strokeWidth={2.25} />
      {word}
      <span className="sr-only">risk</span>
      {score !== undefined && <span className="tabular-nums">{score}</span>}
    </span>
  );
}

type Tone = 'waiting' | 'approved' | 'denied' | 'expired' | 'blocked' | 'running' | 'failed';
const tones: Record<Tone, string> = {
  waiting: 'text-state-waiting bg-state-waiting-soft',
  approved: 'text-state-approved bg-state-approved-soft',
  denied: 'text-state-denied bg-state-denied-soft',
  expired: 'text-state-expired bg-state-expired-soft',
  blocked: 'text-state-blocked bg-state-blocked-soft',
  running: 'text-state-running bg-state-running-soft',
  failed: 'text-state-failed bg-state-failed-soft',
};

/** How each state is named and drawn, on every screen. */
export const states: Record<RequestState, { word: string; icon: LucideIcon; tone: Tone }> = {
  pending: { word: 'Waiting', icon: Clock, tone: 'waiting' },
  blocked: { word: 'Blocked', icon: Ban, tone: 'blocked' },
  approved: { word: 'Approved', icon: Check, tone: 'approved' },
  denied: { word: 'Denied', icon: CircleX, tone: 'denied' },
  expired: { word: 'Expired', icon: TimerOff, tone: 'expired' },
  cancelled: { word: 'Cancelled', icon: CircleDashed, tone: 'expired' },
  redeemed: { word: 'Running', icon: Play, tone: 'running' },
  succeeded: { word: 'Ran', icon: CircleCheck, tone: 'approved' },
  failed: { word: 'Failed', icon: TriangleAlert, tone: 'failed' },
  outcome_unknown: { word: 'Outcome unknown', icon: CircleHelp, tone: 'failed' },
  revoked: { word: 'Revoked', icon: Undo2, tone: 'denied' },
};

export function StateMark({ state, className }: { state: RequestState; className?: string }) {
  const { word, icon: Icon, tone } = states[state];
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 font-medium text-xs',
        tones[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5" strokeWidth={2.25} />
      {word}
    </span>
  );
}

/** The environment. Production is black on amber with a shield, everything else an outline; a caller's word never wears the shield. */
export function EnvironmentMark({
  environment,
  short,
  className,
}: {
  environment: string;
  short?: boolean;
  className?: string;
}) {
  if (isProduction(environment) && !environment.startsWith('unknown'))
    return (
      <span
        className={cn(
          'inline-flex items-center gap-1 whitespace-nowrap rounded-sm bg-production px-1.5 py-0.5 font-semibold text-on-production text-xs uppercase tracking-wide',
          className,
        )}
      >
        <Shield aria-hidden className="size-3" strokeWidth={2.5} />
        {short ? 'Prod' : 'Production'}
      </span>
    );
  return (
    <span
      className={cn(
        'inline-flex items-center rounded-sm border border-line-strong/60 px-1.5 py-px text-muted text-xs',
        isProduction(environment) && 'border-production text-risk-elevated',
        className,
      )}
    >
      {environment === 'unknown' && !short ? 'unknown environment' : environment}
    </span>
  );
}

/** How many of the needed approvals are there, as pips and as a fraction. */
export function SlotsMark({ filled, needed, className }: { filled: number; needed: number; className?: string }) {
  if (needed === 0) return null;
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-xs tabular-nums', className)}>
      <span aria-hidden className="flex gap-0.5">
        {Array.from({ length: Math.min(needed, 6) }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pips have no identity but their place
            key={index}
            className={cn('h-2.5 w-1 rounded-[1px]', index < filled ? 'bg-state-approved' : 'bg-line-strong/50')}
          />
        ))}
      </span>
      <span aria-hidden>
        {filled}/{needed}
      </span>
      <span className="sr-only">
        {filled} of {needed} approvals
      </span>
    </span>
  );
}
