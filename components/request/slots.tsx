import { Check, CircleDashed } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { Ago } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { DecisionForm, WhyForm } from '#protocol/wire.ts';

/** Who has to say yes: each place, who took it, and the one the reader would take. */
export function Slots({ why, decisions }: { why: WhyForm; decisions: readonly DecisionForm[] }) {
  const slots = why.requirement?.slots ?? [];
  const open = slots.filter((slot) => !slot.filled).length;
  return (
    <div className="flex flex-col gap-2">
      <p>
        {slots.length === 1 ? 'One person has' : `${slots.length} different people have`} to approve
        {why.requirement?.order === 'sequential' ? ', in this order' : ''}
        {open === 0 ? '; all have.' : open === slots.length ? '.' : `; ${open} ${open === 1 ? 'is' : 'are'} missing.`}
      </p>
      <ul className="flex flex-col divide-y overflow-hidden rounded-md border">
        {slots.map((slot) => {
          const vote = decisions.find(
            (decision) => decision.slot === slot.id && decision.decision === 'approve' && !decision.withdrawn,
          );
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
              <span className="font-medium">{visible(slot.id)}</span>
              <span className="text-muted">anyone in {visible(slot.group)}</span>
              <span className={cn('ml-auto text-xs', yours ? 'font-semibold text-accent' : 'text-muted')}>
                {slot.filled ? (
                  vote ? (
                    <>
                      {vote.reviewer ? visible(vote.reviewer.name) : 'approved'}, <Ago at={vote.at} />
                    </>
                  ) : (
                    'approved'
                  )
                ) : yours ? (
                  'You would fill this'
                ) : (
                  'open'
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {why.cannot && <p className="text-muted">{why.cannot}</p>}
    </div>
  );
}
