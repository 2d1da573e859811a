'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useFold } from './seen.tsx';

interface FoldProps {
  /** What is inside, as numbers: "118 more lines, 3 statements". */
  says: string;
  children: ReactNode;
  /** Inside running text rather than between blocks. */
  inline?: boolean;
  /** Between small things, of which there are many. */
  quiet?: boolean;
}

/**
 * Content that is long, closed at first, under a label that says what it hides.
 *
 * What is inside stays in the document, so that searching the page finds it and then opens the fold.
 */
export function Fold({ says, children, inline = false, quiet = false }: FoldProps) {
  const id = useId();
  const { open, setOpen } = useFold(id);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = content.current;
    if (!element || open) return;
    element.setAttribute('hidden', 'until-found');
    const found = () => setOpen(true);
    element.addEventListener('beforematch', found);
    return () => element.removeEventListener('beforematch', found);
  }, [open, setOpen]);
  const Icon = open ? ChevronUp : ChevronDown;
  return (
    <>
      <div ref={content} id={id} hidden={!open} className={inline && open ? 'inline' : undefined}>
        {children}
      </div>
      <button
        type="button"
        data-aside=""
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className={cn(
          'flex min-h-7 w-full select-none items-center gap-1.5 whitespace-normal bg-raised px-3 text-left font-medium font-sans text-muted text-xs hover:text-ink',
          inline && 'mt-1 w-auto rounded-sm px-2',
          quiet && 'min-h-6 bg-transparent pb-1 text-faint hover:bg-raised',
        )}
      >
        <Icon aria-hidden className="size-3.5 shrink-0" />
        {open ? `Fold ${says}` : `Show ${says}`}
      </button>
    </>
  );
}
