'use client';

import Link from 'next/link';
import type { Ref } from 'react';
import { EnvironmentMark, RiskMark, SlotsMark, StateMark } from '#components/request/marks.tsx';
import { cn } from '#components/ui/cn.ts';
import { Since, TimeLeft } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { QueueRow } from '#protocol/wire.ts';

interface RowProps {
  row: QueueRow;
  current: boolean;
  /** No longer in the list, kept in its place so that nothing moves under the pointer. */
  gone: boolean;
  arrived: boolean;
  onSelect: () => void;
  ref?: Ref<HTMLAnchorElement>;
}

/** Who wants what, where, for whom, how risky, how far the votes are, how long is left. */
export function Row({ row, current, gone, arrived, onSelect, ref }: RowProps) {
  const waiting = row.state === 'pending' || row.state === 'blocked';
  return (
    <Link
      ref={ref}
      href={`/requests/${row.id}`}
      aria-current={current ? 'true' : undefined}
      onClick={(event) => {
        // On a desk the request opens beside the list; a modified click and a phone go to its own page.
        if (event.metaKey || event.ctrlKey || event.shiftKey || !isWide()) return;
        event.preventDefault();
        onSelect();
      }}
      className={cn(
        'relative block border-b px-4 py-2.5 hover:bg-raised focus-visible:outline-offset-[-2px]',
        current && 'bg-accent-soft hover:bg-accent-soft',
        current && 'before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent',
        arrived && 'animate-arrive',
        gone && 'opacity-55',
      )}
    >
      <span className="flex items-center gap-2">
        <RiskMark level={row.risk} bare className="w-[4.75rem] shrink-0" />
        <span className="ml-auto flex items-center gap-3 text-muted text-xs">
          {(row.state !== 'pending' || gone) && <StateMark state={row.state} />}
          <SlotsMark {...row.slots} />
          {waiting && row.expires_at ? (
            <TimeLeft until={row.expires_at} className="min-w-16 justify-end" />
          ) : (
            <span className="min-w-16 text-right tabular-nums">
              <Since at={row.settled_at ?? row.created_at} />
            </span>
          )}
        </span>
      </span>
      <span className="mt-1 line-clamp-3 text-pretty break-words font-medium text-base leading-5">{row.headline}</span>
      <span className="mt-1 flex min-w-0 items-center gap-2 text-muted text-xs">
        <EnvironmentMark environment={row.environment} short className="shrink-0" />
        <span className="truncate">
          {visible(row.agent.name)}
          {row.subject.type !== 'agent' && <> for {visible(row.subject.id)}</>}
        </span>
      </span>
    </Link>
  );
}

/** Whether the list has a pane beside it. */
export const isWide = (): boolean => window.matchMedia('(min-width: 80rem)').matches;
