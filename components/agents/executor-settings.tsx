'use client';

import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { api } from '#components/shell/api.ts';
import { CallProblem } from '#components/shell/call-problem.tsx';
import { fieldProblem } from '#components/shell/field-problem.ts';
import { Button } from '#components/ui/button.tsx';
import { useFirstInvalid } from '#components/ui/use-first-invalid.ts';
import { type ExecutorDraft, ExecutorFormFields } from './executor-form.tsx';
import type { ExecutorLine } from './executor-line.ts';
import { FormSection } from './form-section.tsx';
import { OwnerField, type PossibleOwner } from './owner-field.tsx';

/** Registers an executor, or changes what one is registered with. Of a registered one only what was changed is sent. */
export function ExecutorSettings({ executor, owners }: { executor?: ExecutorLine; owners: readonly PossibleOwner[] }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [saved, setSaved] = useState(() => draftOf(executor));
  const [draft, setDraft] = useState(saved);
  const change = (changed: Partial<typeof draft>) => setDraft((was) => ({ ...was, ...changed }));
  const untouched = executor !== undefined && JSON.stringify(saved) === JSON.stringify(draft);

  const save = useMutation({
    mutationFn: () =>
      executor
        ? api<{ id: string }>(`/executors/${executor.id}`, { method: 'PATCH', body: changed(saved, draft) })
        : api<{ id: string }>('/executors', { method: 'POST', body: members(draft) }),
    onSuccess: ({ id }) => {
      setSaved(draft);
      if (executor) router.refresh();
      else router.push(`/agents/executors/${id}`);
    },
  });
  useFirstInvalid(form, save.error);

  const busy = save.isPending || (!executor && save.isSuccess);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !untouched) save.mutate();
  };
  return (
    <form ref={form} onSubmit={submit}>
      <FormSection title={executor ? 'Settings' : 'The executor'}>
        <ExecutorFormFields draft={draft} onChange={change} error={save.error} />
        <OwnerField
          id="executor-owner"
          value={draft.ownerId}
          onChange={(ownerId) => change({ ownerId })}
          owners={owners}
          problem={fieldProblem(save.error, '/owner_id')}
          hint="Who answers for what it runs."
        />
        {save.isError && <CallProblem error={save.error} fields={['/name', '/owner_id']} />}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <p role="status" className="flex items-center gap-1.5 text-muted">
            {executor && untouched && save.isSuccess && (
              <>
                <Check aria-hidden className="size-4 text-add" /> Saved
              </>
            )}
          </p>
          {!executor && (
            <Button asChild className="max-sm:flex-1">
              <Link href="/agents/executors">Cancel</Link>
            </Button>
          )}
          <Button
            type="submit"
            tone="accent"
            aria-disabled={busy || untouched}
            title={untouched ? 'Nothing was changed yet' : undefined}
            className="max-sm:flex-1"
          >
            {executor ? 'Save settings' : 'Register executor'}
          </Button>
        </div>
      </FormSection>
    </form>
  );
}

type Draft = ExecutorDraft & { ownerId: string };

function draftOf(executor: ExecutorLine | undefined): Draft {
  return { name: executor?.name ?? '', grade: executor?.grade, ownerId: executor?.owner.id ?? '' };
}

function members({ name, grade, ownerId }: Draft): Record<string, unknown> {
  return { name: name.trim(), grade, owner_id: ownerId };
}

function changed(before: Draft, after: Draft): Record<string, unknown> {
  const was = members(before);
  return Object.fromEntries(Object.entries(members(after)).filter(([name, value]) => value !== was[name]));
}
