'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { api } from '#components/shell/api.ts';
import { CallProblem } from '#components/shell/call-problem.tsx';
import { Button } from '#components/ui/button.tsx';
import { useFirstInvalid } from '#components/ui/use-first-invalid.ts';
import { type AgentDraft, emptyDraft, registration } from './agent-draft.ts';
import { AgentFields, agentFields } from './agent-fields.tsx';
import { ExecutorFields, type PossibleExecutor } from './executor-fields.tsx';
import { type ExecutorDraft, ExecutorFormFields } from './executor-form.tsx';
import { FormSection } from './form-section.tsx';
import type { PossibleOwner } from './owner-field.tsx';

interface RegisterAgentProps {
  owners: readonly PossibleOwner[];
  executors: readonly PossibleExecutor[];
}

/**
 * Registers an agent, and before it the executor that runs what it may do, if that is new.
 *
 * The two are two calls. When the second is refused, the executor exists and is chosen from then on, so that pressing
 * again does not register it twice.
 */
export function RegisterAgent({ owners, executors }: RegisterAgentProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<AgentDraft>(emptyDraft);
  const [known, setKnown] = useState(executors);
  const [isNew, setIsNew] = useState(executors.length === 0);
  const [fresh, setFresh] = useState<ExecutorDraft>({ name: '', grade: undefined });
  const change = (changed: Partial<AgentDraft>) => setDraft((was) => ({ ...was, ...changed }));

  const addExecutor = useMutation({
    mutationFn: () =>
      api<PossibleExecutor>('/executors', { method: 'POST', body: { ...fresh, owner_id: draft.ownerId } }),
    onSuccess: (executor) => {
      setKnown((was) => [...was, executor]);
      setIsNew(false);
      change({ executorId: executor.id });
    },
  });
  const addAgent = useMutation({
    mutationFn: (executorId: string) =>
      api<{ id: string }>('/agents', { method: 'POST', body: registration({ ...draft, executorId }) }),
    onSuccess: ({ id }) => router.push(`/agents/${id}`),
  });
  useFirstInvalid(form, addExecutor.error ?? addAgent.error);

  const busy = addExecutor.isPending || addAgent.isPending || addAgent.isSuccess;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    addAgent.reset();
    // A refusal stands in the mutation's own error.
    const executorId = isNew
      ? await addExecutor.mutateAsync().then(
          ({ id }) => id,
          () => undefined,
        )
      : draft.executorId;
    if (executorId) addAgent.mutate(executorId);
  };

  return (
    <form ref={form} onSubmit={submit} className="flex max-w-2xl flex-col gap-4 px-5 pb-12 lg:px-8">
      <FormSection title="The agent">
        <AgentFields draft={draft} onChange={change} owners={owners} error={addAgent.error} />
      </FormSection>
      <FormSection
        title="What runs it"
        words="An executor takes the grant, runs exactly what was approved, and refuses everything else."
      >
        {known.length > 0 && <WhichExecutor isNew={isNew} onChange={setIsNew} />}
        {isNew ? (
          <ExecutorFormFields
            draft={fresh}
            onChange={(changed) => setFresh((was) => ({ ...was, ...changed }))}
            error={addExecutor.error}
          />
        ) : (
          <ExecutorFields draft={draft} onChange={change} executors={known} error={addAgent.error} />
        )}
      </FormSection>
      {addExecutor.isError && <CallProblem error={addExecutor.error} fields={['/name']} />}
      {addAgent.isError && (
        <CallProblem
          error={addAgent.error}
          fields={agentFields}
          done={addExecutor.isSuccess ? `The executor ${fresh.name} is registered, the agent is not yet,` : undefined}
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button asChild className="max-sm:flex-1">
          <Link href="/agents">Cancel</Link>
        </Button>
        <Button type="submit" tone="accent" aria-disabled={busy} className="max-sm:flex-1">
          {busy ? 'Registering…' : 'Register agent'}
        </Button>
      </div>
    </form>
  );
}

function WhichExecutor({ isNew, onChange }: { isNew: boolean; onChange: (isNew: boolean) => void }) {
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
      <legend className="sr-only">Executor</legend>
      {[false, true].map((value) => (
        <label key={String(value)} className="flex min-h-8 items-center gap-2">
          <input
            type="radio"
            name="which-executor"
            checked={isNew === value}
            onChange={() => onChange(value)}
            className="size-4 accent-accent"
          />
          {value ? 'A new one' : 'One that is registered'}
        </label>
      ))}
    </fieldset>
  );
}
