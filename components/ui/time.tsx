'use client';

import { Timer } from 'lucide-react';
import { useClock } from './clock.tsx';
import { cn } from './cn.ts';
import { ago, exact, span } from './duration.ts';
import { Tooltip } from './tooltip.tsx';

/** When something happened, relative; the exact UTC time on hover and focus. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const words = useClock((now) => ago(Date.parse(at), now));
  return (
    <Tooltip words={exact(at)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be reachable by keyboard */}
      <time dateTime={at} tabIndex={0} className={cn('whitespace-nowrap rounded-sm tabular-nums', className)}>
        {words}
      </time>
    </Tooltip>
  );
}

/** As `Ago`, for inside a link or button, which may hold nothing that takes focus itself. */
export function Since({ at, className }: { at: string; className?: string }) {
  const words = useClock((now) => ago(Date.parse(at), now));
  return (
    <time dateTime={at} title={exact(at)} className={cn('whitespace-nowrap tabular-nums', className)}>
      {words}
    </time>
  );
}

/** How long is left until a deadline. Turns urgent under five minutes, and says so in a word once it is over. */
export function TimeLeft({ until, className, plain }: { until: string; className?: string; plain?: boolean }) {
  const end = Date.parse(until);
  const words = useClock((now) => (now >= end ? 'expired' : `${span(end - now)} left`));
  const urgent = useClock((now) => end - now < 5 * 60_000);
  return (
    <time
      dateTime={until}
      title={exact(until)}
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap tabular-nums',
        !plain && urgent && 'font-medium text-risk-high',
        className,
      )}
    >
      {!plain && urgent && <Timer aria-hidden className="size-3" />}
      {words}
    </time>
  );
}
