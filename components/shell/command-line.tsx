'use client';

import { useSyncExternalStore } from 'react';
import { CopyId } from '#components/ui/copy-id.tsx';

/** A command to run elsewhere, and its copy button. `line` is handed the address this page came from. */
export function CommandLine({ line }: { line: (origin: string) => string }) {
  const origin = useSyncExternalStore(
    () => () => {},
    () => window.location.origin,
    () => '',
  );
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-raised p-3 text-xs">
        {line(origin)}
      </pre>
      <CopyId value={line(origin)} name="the command" className="mt-1 max-w-full" />
    </div>
  );
}
