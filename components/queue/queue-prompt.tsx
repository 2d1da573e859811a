'use client';

import { Inbox } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { TimeLeft } from '#components/ui/time.tsx';
import type { QueueRow } from '#protocol/wire.ts';
import type { QueueTab } from './tabs.ts';

/**
 * What stands beside the list while nothing is selected.
 *
 * No request opens by itself: opening one is recorded with the reader's name, so it has to be their doing.
 */
export function QueuePrompt({
  rows,
  tab,
  onOpen,
}: {
  rows: readonly QueueRow[];
  tab: QueueTab;
  onOpen: (id: string) => void;
}) {
  const first = rows[0];
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 p-8 text-center">
      <Inbox aria-hidden className="size-6 text-faint" strokeWidth={1.5} />
      {first ? (
        <>
          <p className="text-balance text-muted">
            {tab === 'needs_me' && first.expires_at ? (
              <>
                The most urgent one has <TimeLeft until={first.expires_at} plain className="font-medium text-ink" />.
              </>
            ) : (
              'Select a request to read it here.'
            )}
          </p>
          <Button onClick={() => onOpen(first.id)}>
            Start with the first <Kbd>↵</Kbd>
          </Button>
          <p className="text-faint text-xs">
            <Kbd>J</Kbd> <Kbd>K</Kbd> move, <Kbd>?</Kbd> shows every key
          </p>
        </>
      ) : (
        <p className="text-muted">Nothing to read here.</p>
      )}
    </div>
  );
}
