'use client';

import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { TextArea } from '#components/ui/text-area.tsx';
import { parseStrictJson, StrictJsonError } from '#protocol/strict-json.ts';
import type { Action } from '#protocol/wire.ts';

interface ProposalProps {
  action: Action;
  onChange: (proposal: Action | 'invalid' | undefined) => void;
}

/** An optional changed Action to go with a question. It binds nobody until the agent files it as a revision. */
export function Proposal({ action, onChange }: ProposalProps) {
  const id = useId();
  const original = JSON.stringify(action, null, 2);
  const [text, setText] = useState(original);
  const [problem, setProblem] = useState<string>();
  const change = (next: string) => {
    setText(next);
    setProblem(undefined);
    if (next.trim() === original || !next.trim()) return onChange(undefined);
    try {
      onChange(parseStrictJson(next) as unknown as Action);
    } catch (error) {
      setProblem(error instanceof StrictJsonError ? error.detail : 'This is not JSON.');
      onChange('invalid');
    }
  };
  return (
    <details className="group mt-1">
      <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded-sm text-muted hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        Propose a changed action
      </summary>
      <div className="mt-2 flex flex-col gap-1.5 font-mono">
        <label htmlFor={id} className="font-sans text-muted text-xs">
          Change what you would accept. If the agent adopts it you become its editor, and somebody else has to approve.
        </label>
        <TextArea
          id={id}
          value={text}
          onChange={change}
          maxLength={65_536}
          rows={9}
          invalid={problem !== undefined}
          describedBy={`${id}-problem`}
        />
        <p id={`${id}-problem`} role="alert" className="font-sans text-del empty:hidden">
          {problem}
        </p>
      </div>
    </details>
  );
}
