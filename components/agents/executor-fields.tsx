'use client';

import { fieldProblem } from '#components/shell/field-problem.ts';
import { controlClass, Field } from '#components/ui/field.tsx';
import { visible } from '#protocol/visible.ts';
import type { AgentDraft } from './agent-draft.ts';
import { grades } from './choices.ts';
import type { ExecutorLine } from './executor-line.ts';

export type PossibleExecutor = Pick<ExecutorLine, 'id' | 'name' | 'grade'>;

interface ExecutorFieldsProps {
  draft: AgentDraft;
  onChange: (change: Partial<AgentDraft>) => void;
  executors: readonly PossibleExecutor[];
  error: unknown;
}

/** Which executor runs what is approved, and which others the agent may name instead. */
export function ExecutorFields({ draft, onChange, executors, error }: ExecutorFieldsProps) {
  const chosen = executors.find(({ id }) => id === draft.executorId);
  const others = executors.filter(({ id }) => id !== draft.executorId);
  const gone = draft.executorId !== '' && !chosen;
  const toggle = (id: string) =>
    onChange({
      others: draft.others.includes(id) ? draft.others.filter((one) => one !== id) : [...draft.others, id],
    });
  return (
    <>
      <Field
        id="agent-executor"
        label="Executor"
        required
        hint={
          grades.find(({ value }) => value === chosen?.grade)?.words ?? 'What runs it, and refuses without a grant.'
        }
        problem={fieldProblem(error, '/executor_id') ?? fieldProblem(error, '/executors')}
      >
        {(control) => (
          <select
            {...control}
            value={draft.executorId}
            onChange={(event) =>
              onChange({
                executorId: event.target.value,
                others: draft.others.filter((id) => id !== event.target.value),
              })
            }
            className={controlClass}
          >
            <option value="">Choose an executor…</option>
            {gone && <option value={draft.executorId}>The present executor, which is retired</option>}
            {executors.map((executor) => (
              <option key={executor.id} value={executor.id}>
                {visible(executor.name)}, {executor.grade}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.executorId && others.length > 0 && (
        <fieldset className="min-w-0">
          <legend className="mb-1 font-medium">
            May name instead <span className="font-normal text-faint">(optional)</span>
          </legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {others.map((executor) => (
              <label key={executor.id} className="flex min-h-8 items-center gap-2">
                <input
                  type="checkbox"
                  checked={draft.others.includes(executor.id)}
                  onChange={() => toggle(executor.id)}
                  className="size-4 accent-accent"
                />
                {visible(executor.name)}
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
