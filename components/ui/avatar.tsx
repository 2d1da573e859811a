import { Bot } from 'lucide-react';
import { cn } from './cn.ts';

/** A person as initials on a disc, an agent as a squared machine: never mistaken for each other. */
export function Avatar({ name, kind, className }: { name: string; kind: 'person' | 'agent'; className?: string }) {
  if (kind === 'agent')
    return (
      <span
        aria-hidden
        className={cn('grid size-6 shrink-0 place-items-center rounded-md bg-raised text-muted', className)}
      >
        <Bot className="size-3.5" />
      </span>
    );
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-[0.625rem] text-accent',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
