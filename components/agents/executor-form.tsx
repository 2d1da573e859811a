'use client';

import { fieldProblem } from '#components/shell/field-problem.ts';
import { ChoiceList } from '#components/ui/choice-list.tsx';
import { controlClass, Field } from '#components/ui/field.tsx';
import type { Grade } from '#lib/identity/agent.ts';
import { grades } from './choices.ts';

/** An executor as a form holds it. */
export interface ExecutorDraft {
  name: string;
  grade: Grade | undefined;
}

/** Name and grade of an executor, new or registered. */
export function ExecutorFormFields({
  draft,
  onChange,
  error,
}: {
  draft: ExecutorDraft;
  onChange: (change: Partial<ExecutorDraft>) => void;
  error: unknown;
}) {
  return (
    <>
      <Field
        id="executor-name"
        label="Name of the executor"
        required
        hint="What runs the actions: a runner, a gateway, the agent’s own process."
        problem={fieldProblem(error, '/name')}
      >
        {(control) => (
          <input
            {...control}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
            maxLength={100}
            autoComplete="off"
            className={controlClass}
          />
        )}
      </Field>
      <ChoiceList
        name="executor-grade"
        legend="Grade: how hard is it to go round?"
        hint="Your own word for it: Countersign does not measure it. It goes into every grant, and policy can read it as context.grade."
        value={draft.grade}
        onChange={(grade) => onChange({ grade })}
        choices={grades}
      />
    </>
  );
}
