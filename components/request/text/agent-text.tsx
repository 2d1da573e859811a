import { MessageSquareQuote } from 'lucide-react';
import type { ReactNode } from 'react';

/** The line that stands above everything an agent says, on every surface and always in these words. */
export const UNCHECKED = 'Text supplied by the agent, not checked';

/** A place for the agent's words and claims, set apart so that they cannot pass for ours. */
export function FromAgent({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-md border border-line border-dashed">
      <p className="flex items-center gap-1.5 border-line border-b border-dashed px-3 py-1.5 text-faint text-xs">
        <MessageSquareQuote aria-hidden className="size-3.5 shrink-0" />
        {UNCHECKED}
      </p>
      <div className="px-3 py-2.5">{children}</div>
    </div>
  );
}
