import { cn } from '#components/ui/cn.ts';

/** The product's name and mark: a tick above a signature line. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold text-base tracking-tight', className)}>
      <svg aria-hidden viewBox="0 0 20 20" className="size-5" fill="none" strokeLinecap="square">
        <title>Countersign</title>
        <path d="M4 9.5l4 4L16.5 4" className="stroke-accent" strokeWidth="2.4" />
        <path d="M4 17.5h12.5" className="stroke-ink" strokeWidth="1.6" />
      </svg>
      Countersign
    </span>
  );
}
