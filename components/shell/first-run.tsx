'use client';

import { useSyncExternalStore } from 'react';
import { CopyId } from '#components/ui/copy-id.tsx';

/** How a first request gets here: one curl line with an agent's key. */
export function FirstRun() {
  const origin = useSyncExternalStore(
    () => () => {},
    () => window.location.origin,
    () => '',
  );
  const line = [
    `curl -X POST ${origin}/api/v1/requests \\`,
    `  -H "Authorization: Bearer $COUNTERSIGN_KEY" \\`,
    `  -H "Idempotency-Key: first-1" -H "Content-Type: application/json" \\`,
    `  -d '{"action": {"subject": {"type": "agent", "id": "AGENT_ID"}, "action": {"name": "shell.run", "properties": {"command": "uptime"}}, "resource": {"type": "host", "id": "web-1"}}}'`,
  ].join('\n');
  return (
    <section aria-label="File a first request" className="mx-auto w-full max-w-xl px-6 pb-16">
      <p className="mb-2 text-muted">
        No agent has asked for anything yet. With an agent’s key in <code className="text-xs">COUNTERSIGN_KEY</code> and
        its id in place of <code className="text-xs">AGENT_ID</code>, this files a first request:
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-raised p-3 text-xs">
        {line}
      </pre>
      <CopyId value={line} name="the command" className="mt-1 max-w-full" />
    </section>
  );
}
