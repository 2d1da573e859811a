'use client';

import { Columns2, Rows3 } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { Fold } from '../fold.tsx';
import { DiffLineRow } from './diff-line.tsx';
import type { DiffLine } from './lines.ts';
import { type DiffMode, useDiffMode } from './mode.ts';
import { type Stretch, splitRows, stretchesOf } from './rows.ts';

/** A comparison, unified or side by side as its reader likes; unchanged stretches fold and say how long they are. */
export function DiffView({ lines, label = 'Comparison' }: { lines: readonly DiffLine[]; label?: string }) {
  const { mode, wide, setMode } = useDiffMode();
  const added = lines.filter(({ kind }) => kind === 'added').length;
  const removed = lines.filter(({ kind }) => kind === 'removed').length;
  return (
    <section
      aria-label={`${label}: ${added} lines added, ${removed} removed`}
      className="border-line border-y bg-surface first:border-t-0 last:border-b-0"
    >
      <div data-aside="" className="flex min-h-8 items-center gap-3 border-line border-b px-3 text-xs">
        <span className="text-add tabular-nums">+{added}</span>
        <span className="text-del tabular-nums">−{removed}</span>
        {wide && <Modes mode={mode} setMode={setMode} />}
      </div>
      <div className="py-1 font-mono leading-5">
        {stretchesOf(lines).map((stretch, index) =>
          stretch.folded ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its place
            <Fold key={`${mode}${index}`} says={`${stretch.lines.length} unchanged lines`}>
              <Lines stretch={stretch} mode={mode} />
            </Fold>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its place
            <Lines key={index} stretch={stretch} mode={mode} />
          ),
        )}
      </div>
    </section>
  );
}

function Lines({ stretch: { lines }, mode }: { stretch: Stretch; mode: DiffMode }) {
  if (mode === 'unified')
    return lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
      <DiffLineRow key={index} line={line} numbers={[line.before, line.after]} />
    ));
  return splitRows(lines).map(({ left, right }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
    <div key={index} className="grid grid-cols-2 divide-x divide-line">
      {left ? <DiffLineRow line={left} numbers={[left.before]} /> : <span className="bg-raised/50" />}
      {right ? <DiffLineRow line={right} numbers={[right.after]} /> : <span className="bg-raised/50" />}
    </div>
  ));
}

function Modes({ mode, setMode }: { mode: DiffMode; setMode: (mode: DiffMode) => void }) {
  const modes = [
    ['unified', 'Unified', Rows3],
    ['split', 'Split', Columns2],
  ] as const;
  return (
    <fieldset className="ml-auto flex" aria-label="How to compare">
      {modes.map(([name, word, Icon]) => (
        <button
          key={name}
          type="button"
          aria-pressed={mode === name}
          onClick={() => setMode(name)}
          className={cn(
            'inline-flex min-h-6 items-center gap-1 rounded-sm px-1.5',
            mode === name ? 'bg-raised text-ink' : 'text-faint hover:text-ink',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          {word}
        </button>
      ))}
    </fieldset>
  );
}
