'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, sentence } from '#components/shell/api.ts';
import { useSignedIn } from '#components/shell/session.ts';
import { useShortcuts } from '#components/shell/shortcuts.tsx';
import { useViewer } from '#components/shell/viewer.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { RequestForm, ReviewCard, TimelineEntry } from '#protocol/wire.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { Headline } from './headline.tsx';
import type { Intent } from './intent.ts';
import { decidedNotice, type PageNotice } from './page-notice.ts';
import { Progress } from './progress.tsx';
import { Reading } from './reading.tsx';
import { useSeen } from './seen.tsx';

interface ReviewProps {
  request: RequestForm;
  card: ReviewCard;
  timeline: readonly TimelineEntry[] | undefined;
  notice: PageNotice | undefined;
  onNotice: (notice: PageNotice | undefined) => void;
  onBack: () => void;
  onNext: (currentId: string) => Promise<boolean>;
}

const noticeIcons: Record<PageNotice['tone'], LucideIcon> = {
  good: CircleCheck,
  bad: CircleAlert,
  warn: TriangleAlert,
  plain: Info,
};

/** One request in the order a careful person asks, with the decision always in view. */
export function Review({ request, card, timeline, notice, onNotice, onBack, onNext }: ReviewProps) {
  const viewer = useViewer();
  const queries = useQueryClient();
  const { allSeen, isSeen, openAll } = useSeen();
  const [intent, setIntent] = useState<Intent | null>(null);
  const frame = useRef<HTMLDivElement>(null);

  const refresh = () => queries.invalidateQueries({ queryKey: ['request', request.id] });
  // A stronger session may be offered more: the card is asked for again.
  useSignedIn(() => void refresh());
  const closeWith = (next: PageNotice) => {
    setIntent(null);
    onNotice(next);
    frame.current?.scrollIntoView({ block: 'start' });
    void refresh();
    void queries.invalidateQueries({ queryKey: ['queue'] });
  };
  const withdraw = useMutation({
    mutationFn: () =>
      api(`/requests/${request.id}/decisions/${ownDecision(request, viewer.personId)}/withdraw`, {
        method: 'POST',
        body: {},
      }),
    onSuccess: () => closeWith({ tone: 'good', title: 'Your vote is taken back. Its place is open again.' }),
    onError: (error) => onNotice({ tone: 'bad', title: sentence(error) }),
  });
  const next = async () => {
    const found = await onNext(request.id).catch(() => false);
    if (!found) onNotice({ tone: 'plain', title: 'Nothing else needs you right now.' });
  };
  const showUnseen = () => {
    openAll();
    const unseen = card.action.sections.find(({ id }) => !isSeen(id));
    if (unseen)
      frame.current?.querySelector(`[data-section="${CSS.escape(unseen.id)}"]`)?.scrollIntoView({ behavior: 'smooth' });
  };

  const onlooker = viewer.roles.includes('reviewer')
    ? undefined
    : 'You read this without deciding: only reviewers decide, and your account is not one.';
  const offers = (control: ReviewCard['controls'][number]) => !onlooker && card.controls.includes(control);
  useShortcuts([
    ...(offers('approve') ? [key('a', 'Approve…', () => (allSeen ? setIntent('approve') : showUnseen()))] : []),
    ...(offers('deny') ? [key('x', 'Deny…', () => setIntent('deny'))] : []),
    ...(offers('ask') ? [key('i', 'Ask…', () => setIntent('ask'))] : []),
    ...(offers('withdraw') ? [key('u', 'Take back your vote', () => withdraw.mutate())] : []),
    { keys: ['e'], label: 'Open every fold', group: 'Read', run: openAll },
    {
      keys: ['d'],
      label: 'To what changed',
      group: 'Read',
      run: () => frame.current?.querySelector('#what-changed')?.scrollIntoView(),
    },
    { keys: ['n'], label: 'Next that needs you', group: 'Move', run: () => void next() },
    { keys: ['Escape'], label: 'Back', group: 'Move', run: onBack },
  ]);

  const settled = request.state !== 'pending' && request.state !== 'blocked';
  return (
    <div ref={frame} className="@container flex min-h-full scroll-mt-12 lg:scroll-mt-0 flex-1 flex-col">
      <Headline card={card} request={request} />
      <div aria-live="polite">
        {notice && (
          <Notice
            tone={notice.tone}
            icon={noticeIcons[notice.tone]}
            title={notice.title}
            className="mx-5 mb-5"
            actions={
              <Button size="small" tone="quiet" onClick={() => onNotice(undefined)}>
                Close
              </Button>
            }
          >
            {notice.body}
          </Notice>
        )}
      </div>
      {settled && <Progress request={request} card={card} />}
      <Reading request={request} card={card} timeline={timeline} canComment={!onlooker} />
      <DecisionBar
        card={card}
        onlooker={onlooker}
        onIntent={setIntent}
        onShowUnseen={showUnseen}
        onWithdraw={() => !withdraw.isPending && withdraw.mutate()}
        withdrawing={withdraw.isPending}
        onNext={() => void next()}
      />
      {intent && (
        <DecideDialog
          intent={intent}
          read={card}
          version={request.version}
          onClose={() => setIntent(null)}
          onMoved={() =>
            closeWith({
              tone: 'warn',
              title: 'What you were reading changed. Nothing was decided.',
              body: 'Read it again, then decide.',
            })
          }
          onSettled={(words) => closeWith({ tone: 'plain', title: words, body: 'Your decision was not counted.' })}
          onDecided={(decided, state) => closeWith(decidedNotice(decided, state))}
        />
      )}
    </div>
  );
}

function key(name: string, label: string, run: () => void) {
  return { keys: [name], label, group: 'Decide' as const, run };
}

/** The reader's own latest vote that still stands. */
function ownDecision(request: RequestForm, personId: string): string | undefined {
  return request.decisions.findLast(
    (decision) => decision.reviewer?.id === personId && !decision.withdrawn && decision.revision === request.revision,
  )?.id;
}
