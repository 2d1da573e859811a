import { Check, CircleDashed, X } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { Ago } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { DecisionForm, WhyForm } from '#protocol/wire.ts';

/**
 * Who has to say yes: each place, whether it is taken, and the one the reader would take; then who said what.
 *
 * Places and votes are two lists: which vote fills which place is worked out anew with every vote, so that two people
 * who could each take either are never in each other's way.
 */
export function Slots({ why, decisions }: { why: WhyForm; decisions: readonly DecisionForm[] }) {
  const slots = why.requirement?.slots ?? [];
  const open = slots.filter((slot) => !slot.filled).length;
  const votes = decisions.filter((decision) => decision.decision !== 'ask' && !decision.withdrawn);
  return (
    <div className="flex flex-col gap-2">
      <p>
        {slots.length === 1 ? 'One person has' : `${slots.length} different people have`} to approve
        {why.requirement?.order === 'sequential' ? ', in this order' : ''}
        {open === 0
          ? '; nobody is missing.'
          : open === slots.length
            ? '.'
            : `; ${open} ${open === 1 ? 'is' : 'are'} missing.`}
      </p>
      <ul className="flex flex-col divide-y overflow-hidden rounded-md border">
        {slots.map((slot) => {
          const yours = why.your_slot === slot.id && !slot.filled;
          return (
            <li
              key={slot.id}
              className={cn('flex flex-wrap items-center gap-x-2 gap-y-0.5 px-3 py-2', yours && 'bg-accent-soft')}
            >
              {slot.filled ? (
                <Check aria-hidden className="size-4 text-state-approved" strokeWidth={2.5} />
              ) : (
                <CircleDashed aria-hidden className={cn('size-4', yours ? 'text-accent' : 'text-faint')} />
              )}
              <span>
                Somebody in <strong className="font-medium">{visible(slot.group)}</strong>
              </span>
              <code className="text-muted text-xs">{visible(slot.id)}</code>
              <span className={cn('ml-auto text-xs', yours ? 'font-semibold text-accent' : 'text-muted')}>
                {slot.filled ? 'approved' : yours ? 'You would fill this' : 'open'}
              </span>
            </li>
          );
        })}
      </ul>
      {votes.length > 0 && (
        <ul className="flex flex-col gap-1">
          {votes.map((vote) => (
            <Vote key={vote.id} vote={vote} />
          ))}
        </ul>
      )}
      {why.cannot && <p className="text-muted">{why.cannot}</p>}
    </div>
  );
}

function Vote({ vote }: { vote: DecisionForm }) {
  const approves = vote.decision === 'approve';
  const Icon = approves ? Check : X;
  return (
    <li className="flex items-start gap-2">
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', approves ? 'text-state-approved' : 'text-state-denied')}
        strokeWidth={2.5}
      />
      <span className="min-w-0 break-words">
        <strong className="font-medium">{visible(vote.reviewer?.name ?? 'A reviewer')}</strong>{' '}
        {approves ? 'approved' : 'denied'}{' '}
        <span className="text-faint text-xs">
          <Ago at={vote.at} />
        </span>
        {vote.reason && <span className="block whitespace-pre-wrap text-muted">{visible(vote.reason)}</span>}
      </span>
    </li>
  );
}
