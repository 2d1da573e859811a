import type { ReactNode } from 'react';
import { exact } from '#components/ui/duration.ts';
import type { Envelope } from '#protocol/wire.ts';
import { EvidenceDiffView } from './diff/evidence-diff.tsx';
import { AgentLink } from './text/agent-link.tsx';
import { FromAgent } from './text/agent-text.tsx';
import { Hostile } from './text/hostile.tsx';
import { LongText } from './text/long-text.tsx';

/** The agent's reason and evidence, set apart under one line that says whose words they are. */
export function AgentWords({ envelope }: { envelope: Envelope }) {
  const { reason, evidence } = envelope;
  const { plan, diff, links = [], trace = [] } = evidence ?? {};
  if (!reason && !plan && !diff && links.length === 0 && trace.length === 0)
    return <p className="text-muted">The agent gave no reason and no evidence.</p>;
  return (
    <FromAgent>
      <div className="flex flex-col gap-4">
        {reason && (
          <Part name="Reason">
            <div className="max-w-prose">
              <LongText text={reason} />
            </div>
          </Part>
        )}
        {plan && (
          <Part name="Plan">
            <LongText text={plan} />
          </Part>
        )}
        {diff && (
          <Part name="Before and after, as it claims">
            <EvidenceDiffView diff={diff} />
          </Part>
        )}
        {links.length > 0 && (
          <Part name="Links">
            <ul className="flex flex-col gap-1.5">
              {links.map((link) => (
                <li key={link.url}>
                  <AgentLink {...link} />
                </li>
              ))}
            </ul>
          </Part>
        )}
        {trace.length > 0 && (
          <Part name="Last steps of its trace">
            <ol className="flex flex-col gap-1">
              {trace.map((step, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: steps are a fixed, ordered list; two may be equal
                <li key={index} className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-2">
                  <span className="text-faint text-xs leading-5" title={exact(step.at)}>
                    {step.kind}
                  </span>
                  <span className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">
                    <Hostile text={step.summary} />
                  </span>
                </li>
              ))}
            </ol>
          </Part>
        )}
      </div>
    </FromAgent>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <p className="mb-0.5 text-faint text-xs">{name}</p>
      {children}
    </div>
  );
}
