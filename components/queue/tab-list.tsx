'use client';

import { cn } from '#components/ui/cn.ts';
import type { QueuePage } from './queries.ts';
import { type QueueTab, queueTabs } from './tabs.ts';

/** The four views of the queue as tabs: arrows move between them, the list beneath is their panel. */
export function TabList({
  tab,
  counts,
  onChange,
}: {
  tab: QueueTab;
  counts: QueuePage['counts'];
  onChange: (tab: QueueTab) => void;
}) {
  const move = (step: number) => {
    const index = queueTabs.findIndex((each) => each.tab === tab);
    const next = queueTabs[(index + step + queueTabs.length) % queueTabs.length];
    if (!next) return;
    onChange(next.tab);
    document.getElementById(`tab-${next.tab}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="Requests" className="-mb-px flex gap-4">
      {queueTabs.map(({ tab: each, name }) => {
        const count = counts?.[each];
        return (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            aria-selected={each === tab}
            aria-controls="queue-panel"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => onChange(each)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(1);
              if (event.key === 'ArrowLeft') move(-1);
            }}
            className={cn(
              'flex min-h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted hover:text-ink',
              each === tab && 'border-accent font-semibold text-ink',
            )}
          >
            {name}
            {count !== undefined && each !== 'done' && (
              <span
                className={cn(
                  'text-xs tabular-nums',
                  each === 'needs_me' && count > 0 ? 'font-semibold text-accent' : 'text-faint',
                )}
              >
                {count > 99 ? '99+' : count}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
