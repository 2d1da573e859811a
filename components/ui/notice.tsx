import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

type Tone = 'plain' | 'waiting' | 'good' | 'bad' | 'warn';

const tones: Record<Tone, string> = {
  plain: 'bg-raised text-ink [&>svg]:text-muted',
  waiting: 'bg-state-waiting-soft text-ink [&>svg]:text-state-waiting',
  good: 'bg-state-approved-soft text-ink [&>svg]:text-state-approved',
  bad: 'bg-state-denied-soft text-ink [&>svg]:text-state-denied',
  warn: 'bg-risk-elevated-soft text-ink [&>svg]:text-risk-elevated',
};

interface NoticeProps {
  tone?: Tone;
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out when it appears: `alert` at once, `status` when there is a pause. */
  role?: 'alert' | 'status';
  className?: string;
}

/** A sentence that says what is so, and under it what can be done. */
export function Notice({ tone = 'plain', icon: Icon, title, children, actions, role, className }: NoticeProps) {
  return (
    <div role={role} className={cn('flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm', tones[tone], className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {actions && <div className="flex shrink-0 flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
