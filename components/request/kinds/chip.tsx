import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export type ChipTone = 'plain' | 'takes' | 'gives' | 'changes' | 'warns';

const tones: Record<ChipTone, string> = {
  plain: 'bg-raised text-muted',
  takes: 'bg-del-soft text-del',
  gives: 'bg-add-soft text-add',
  changes: 'bg-risk-elevated-soft text-risk-elevated',
  warns: 'bg-risk-high-soft text-risk-high',
};

/** A word of ours about a part of the Action. Never part of the Action's own text. */
export function Chip({ tone = 'plain', mono, children }: { tone?: ChipTone; mono?: boolean; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 py-0.5 text-xs [overflow-wrap:anywhere]',
        mono ? 'font-mono' : 'font-medium font-sans',
        tones[tone],
      )}
    >
      {tone === 'warns' && <TriangleAlert aria-hidden className="size-3 shrink-0" />}
      <span className="min-w-0">{children}</span>
    </span>
  );
}
