'use client';

import { CommandLine } from './command-line.tsx';
import { firstRequestLine } from './first-request.ts';

/** How a first request gets here: one curl line with an agent's key. */
export function FirstRun() {
  return (
    <section aria-label="File a first request" className="mx-auto w-full max-w-xl px-6 pb-16">
      <p className="mb-2 text-muted">
        No agent has asked for anything yet. With an agent’s key in <code className="text-xs">COUNTERSIGN_KEY</code> and
        its id in place of <code className="text-xs">AGENT_ID</code>, this files a first request:
      </p>
      <CommandLine line={(origin) => firstRequestLine(origin, 'AGENT_ID')} />
    </section>
  );
}
