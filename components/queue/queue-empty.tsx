'use client';

import { useQuery } from '@tanstack/react-query';
import { FilterX, Inbox, Sunrise } from 'lucide-react';
import { FirstRun } from '#components/shell/first-run.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { doneTodayOptions } from './done-today.ts';
import type { QueueTab } from './tabs.ts';

const titles: Record<QueueTab, string> = {
  needs_me: 'Nothing needs you',
  others: 'Nobody else is waited for',
  mine: 'None of yours is waiting',
  done: 'Nothing is done yet',
};

/** A moment of calm, with what happened today; or the way to a first request where there was never one. */
export function QueueEmpty({ tab, filtered, onClear }: { tab: QueueTab; filtered: boolean; onClear: () => void }) {
  const { data: today } = useQuery(doneTodayOptions());
  if (filtered)
    return (
      <Empty icon={FilterX} title="Nothing matches" actions={<Button onClick={onClear}>Clear the filters</Button>}>
        No request in this view fits the filters.
      </Empty>
    );
  return (
    <>
      <Empty icon={tab === 'needs_me' ? Sunrise : Inbox} title={titles[tab]}>
        {today && today.total > 0 ? (
          <>
            <p>
              Today {today.more ? 'more than ' : ''}
              {today.total} {today.total === 1 ? 'request was' : 'requests were'} settled.
            </p>
            <dl className="mt-4 flex justify-center gap-6 text-left">
              {today.parts.map((part) => (
                <div key={part.name}>
                  <dt className="text-faint text-xs">{part.name}</dt>
                  <dd className="font-semibold text-ink text-lg tabular-nums">{part.count}</dd>
                </div>
              ))}
            </dl>
          </>
        ) : today && !today.everAny && tab === 'needs_me' ? null : (
          <p>New requests appear here by themselves.</p>
        )}
      </Empty>
      {today && !today.everAny && tab === 'needs_me' && <FirstRun />}
    </>
  );
}
