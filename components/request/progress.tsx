'use client';

import { Check, CircleAlert, Loader } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { Ago, TimeLeft } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { RequestForm, ReviewCard } from '#protocol/wire.ts';
import { type Step, stepsOf } from './steps.ts';

/** Where it stands after people decided, live: approved, taken up, run, and what came of it. */
export function Progress({ request, card }: { request: RequestForm; card: ReviewCard }) {
  const steps = stepsOf(request);
  return (
    <div className="border-t bg-raised/60 px-5 py-4">
      <p role="status" className="font-medium text-base">
        {visible(card.state_line)}
      </p>
      {steps.length > 1 && (
        <ol className="mt-3 flex items-center">
          {steps.map((step, index) => (
            <li key={step.name} className={cn('flex items-center', index > 0 && 'flex-1')}>
              {index > 0 && (
                <span
                  aria-hidden
                  className={cn('mx-2 h-px flex-1', step.is === 'ahead' ? 'bg-line-strong/50' : 'bg-state-approved')}
                />
              )}
              <span className="flex items-center gap-1.5 whitespace-nowrap text-xs">
                <Dot is={step.is} />
                <span className={cn(step.is === 'ahead' ? 'text-faint' : 'font-medium')}>{step.name}</span>
                <span className="sr-only">{words[step.is]}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {request.state === 'approved' && card.grant && (
        <p className="mt-2 text-muted">
          The permission is unused and lapses by itself: <TimeLeft until={card.grant.expires_at} plain />.
        </p>
      )}
      {request.outcome && <OutcomeWords outcome={request.outcome} digest={request.digest} />}
      {request.why && request.state === 'denied' && (
        <p className="mt-2 whitespace-pre-wrap break-words text-muted">{visible(request.why)}</p>
      )}
    </div>
  );
}

const words: Record<Step['is'], string> = { done: 'done', now: 'happening now', ahead: 'not yet', bad: 'went wrong' };

function Dot({ is }: { is: Step['is'] }) {
  if (is === 'done')
    return <Check aria-hidden className="size-4 rounded-full bg-state-approved p-0.5 text-surface" strokeWidth={3} />;
  if (is === 'bad') return <CircleAlert aria-hidden className="size-4 text-state-failed" />;
  if (is === 'now')
    return <Loader aria-hidden className="size-4 animate-spin text-state-running [animation-duration:2s]" />;
  return <span aria-hidden className="size-3 rounded-full border-2 border-line-strong/60" />;
}

function OutcomeWords({ outcome, digest }: { outcome: NonNullable<RequestForm['outcome']>; digest: string }) {
  const figures = [
    outcome.affected?.rows !== undefined && `${outcome.affected.rows.toLocaleString('en')} rows`,
    outcome.affected?.resources !== undefined && `${outcome.affected.resources.toLocaleString('en')} resources`,
  ].filter(Boolean);
  const same = outcome.ran_digest === digest;
  return (
    <div className="mt-3 rounded-md border bg-surface px-3 py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{figures.length > 0 ? figures.join(', ') : `Result: ${outcome.result}`}</span>
        <span className="text-faint text-xs">
          reported by the executor <Ago at={outcome.reported_at} />
        </span>
      </p>
      {outcome.summary && <p className="mt-1 whitespace-pre-wrap break-words text-muted">{visible(outcome.summary)}</p>}
      <p
        className={cn(
          'mt-1.5 flex items-center gap-1.5 text-xs',
          same ? 'text-state-approved' : 'font-semibold text-risk-critical',
        )}
      >
        {same ? <Check aria-hidden className="size-3.5" /> : <CircleAlert aria-hidden className="size-3.5" />}
        {same
          ? 'What ran is exactly what was approved (same digest).'
          : 'What ran is NOT what was approved: the digests differ.'}
      </p>
    </div>
  );
}
