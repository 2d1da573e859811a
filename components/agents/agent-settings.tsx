'use client';

import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { api } from '#components/shell/api.ts';
import { CallProblem } from '#components/shell/call-problem.tsx';
import { Button } from '#components/ui/button.tsx';
import { useFirstInvalid } from '#components/ui/use-first-invalid.ts';
import { type AgentDraft, draftOf, registrationChange } from './agent-draft.ts';
import { AgentFields, agentFields } from './agent-fields.tsx';
import type { AgentLine } from './agent-line.ts';
import { ExecutorFields, type PossibleExecutor } from './executor-fields.tsx';
import { FormSection } from './form-section.tsx';
import type { PossibleOwner } from './owner-field.tsx';

interface AgentSettingsProps {
  agent: AgentLine;
  owners: readonly PossibleOwner[];
  executors: readonly PossibleExecutor[];
}

/** What an agent is registered with, for an administrator to change. Only what was changed is sent. */
export function AgentSettings({ agent, owners, executors }: AgentSettingsProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [saved, setSaved] = useState(() => draftOf(agent));
  const [draft, setDraft] = useState(saved);
  const change = (changed: Partial<AgentDraft>) => setDraft((was) => ({ ...was, ...changed }));
  const wanted = registrationChange(saved, draft);
  const untouched = Object.keys(wanted).length === 0;

  const save = useMutation({
    mutationFn: () => api(`/agents/${agent.id}`, { method: 'PATCH', body: wanted }),
    onSuccess: () => {
      setSaved(draft);
      router.refresh();
    },
  });
  useFirstInvalid(form, save.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && !untouched) save.mutate();
  };
  return (
    <form ref={form} onSubmit={submit}>
      <FormSection
        title="Settings"
        words="A change counts for what the agent asks from now on. Whoever owned it stays unable to decide what it asked before."
      >
        <AgentFields draft={draft} onChange={change} owners={owners} error={save.error} />
        <ExecutorFields draft={draft} onChange={change} executors={executors} error={save.error} />
        {save.isError && <CallProblem error={save.error} fields={agentFields} />}
        <div className="flex flex-wrap items-center justify-end gap-3">
          <p role="status" className="flex items-center gap-1.5 text-muted">
            {untouched && save.isSuccess && (
              <>
                <Check aria-hidden className="size-4 text-add" /> Saved
              </>
            )}
          </p>
          <Button
            type="submit"
            tone="accent"
            aria-disabled={untouched || save.isPending}
            title={untouched ? 'Nothing was changed yet' : undefined}
            className="max-sm:w-full"
          >
            Save settings
          </Button>
        </div>
      </FormSection>
    </form>
  );
}
