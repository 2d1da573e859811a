import { Megaphone, Scale } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { visible } from '#protocol/visible.ts';
import type { ReviewCard } from '#protocol/wire.ts';
import { magnitude } from './magnitude.ts';

/** What it touches, as figures with their size in powers of ten, and whose figures they are. */
export function BlastRadius({ figures }: { figures: ReviewCard['blast_radius'] }) {
  if (figures.length === 0)
    return <p className="text-muted">Nobody said how much this touches. Read the action itself.</p>;
  return (
    <dl className="grid @lg:grid-cols-3 @4xl:grid-cols-4 grid-cols-2 gap-px overflow-hidden rounded-md border bg-line">
      {figures.map((figure) => {
        const size = magnitude(figure.value);
        return (
          <div key={`${figure.source} ${figure.label}`} className="flex flex-col gap-1 bg-surface px-3 py-2.5">
            <dt className="text-faint text-xs">{visible(figure.label)}</dt>
            <dd className="flex flex-1 flex-col gap-1">
              <span
                className={cn(
                  'break-words font-semibold tabular-nums',
                  figure.value.length > 16 ? 'text-sm' : 'text-lg',
                )}
              >
                {visible(figure.value)}
              </span>
              {size !== undefined && <Steps size={size} />}
              <span className="mt-auto flex items-center gap-1 pt-0.5 text-faint text-xs">
                {figure.source === 'agent' ? (
                  <Megaphone aria-hidden className="size-3" />
                ) : (
                  <Scale aria-hidden className="size-3" />
                )}
                {figure.source === 'agent' ? 'supplied by the agent' : 'computed by policy'}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Steps({ size }: { size: number }) {
  return (
    <span aria-hidden className="flex items-end gap-[3px]">
      {[1, 2, 3, 4, 5, 6, 7].map((step) => (
        <span
          key={step}
          className={cn(
            'w-2 rounded-[1px]',
            ['', 'h-1', 'h-1.5', 'h-2', 'h-2.5', 'h-3', 'h-3.5', 'h-4'][step],
            step <= size ? (size >= 5 ? 'bg-risk-high' : size >= 4 ? 'bg-risk-elevated' : 'bg-muted') : 'bg-line',
          )}
        />
      ))}
    </span>
  );
}
