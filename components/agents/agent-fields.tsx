'use client';

import { entryProblem, fieldProblem } from '#components/shell/field-problem.ts';
import { ChoiceList } from '#components/ui/choice-list.tsx';
import { cn } from '#components/ui/cn.ts';
import { controlClass, Field } from '#components/ui/field.tsx';
import { type AgentDraft, patternsIn, tagsIn } from './agent-draft.ts';
import { trusts } from './choices.ts';
import { OwnerField, type PossibleOwner } from './owner-field.tsx';

/** Where the server points when one of these fields is wrong. */
export const agentFields = [
  '/name',
  '/owner_id',
  '/team',
  '/model',
  '/tags',
  '/acts_for',
  '/executors',
  '/executor_id',
];

interface AgentFieldsProps {
  draft: AgentDraft;
  onChange: (change: Partial<AgentDraft>) => void;
  owners: readonly PossibleOwner[];
  error: unknown;
}

/** What an agent is registered with, apart from who runs it. */
export function AgentFields({ draft, onChange, owners, error }: AgentFieldsProps) {
  return (
    <>
      <Field
        id="agent-name"
        label="Name"
        required
        hint="What reviewers read in their queue, such as billing-bot."
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
      <OwnerField
        id="agent-owner"
        value={draft.ownerId}
        onChange={(ownerId) => onChange({ ownerId })}
        owners={owners}
        problem={fieldProblem(error, '/owner_id')}
        hint="Answers for it, and can never approve what it asks for."
      />
      <Field id="agent-team" label="Team" problem={fieldProblem(error, '/team')}>
        {(control) => (
          <input
            {...control}
            value={draft.team}
            onChange={(event) => onChange({ team: event.target.value })}
            maxLength={100}
            className={controlClass}
          />
        )}
      </Field>
      <ChoiceList
        name="agent-trust"
        legend="Trust"
        hint="A word that policy can read as agent.trust. By itself it permits nothing."
        value={draft.trust}
        onChange={(trust) => onChange({ trust })}
        choices={trusts}
      />
      <ModelFields draft={draft} onChange={onChange} problem={fieldProblem(error, '/model')} />
      <Field
        id="agent-tags"
        label="Tags"
        hint="Separated by commas. Policy can read them as agent.tags."
        problem={entryProblem(error, '/tags', tagsIn(draft))}
      >
        {(control) => (
          <input
            {...control}
            value={draft.tags}
            onChange={(event) => onChange({ tags: event.target.value })}
            className={controlClass}
          />
        )}
      </Field>
      <Field
        id="agent-acts-for"
        label="May act for"
        hint="One pattern a line: type:id, with at most one * in the id, such as user:*@example.com. Left empty, it acts for itself only."
        problem={entryProblem(error, '/acts_for', patternsIn(draft))}
      >
        {(control) => (
          <textarea
            {...control}
            value={draft.actsFor}
            onChange={(event) => onChange({ actsFor: event.target.value })}
            rows={3}
            spellCheck={false}
            className={cn(controlClass, 'h-auto resize-y py-1.5 font-mono text-xs max-sm:h-auto')}
          />
        )}
      </Field>
    </>
  );
}

const parts = [
  ['provider', 'Provider'],
  ['model', 'Name'],
  ['version', 'Version'],
] as const;

function ModelFields({
  draft,
  onChange,
  problem,
}: Pick<AgentFieldsProps, 'draft' | 'onChange'> & { problem: string | undefined }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="float-left mb-1 w-full font-medium">
        Model <span className="font-normal text-faint">(optional)</span>
      </legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {parts.map(([part, label]) => (
          <label key={part} className="flex min-w-0 flex-col gap-0.5 text-muted text-xs">
            {label}
            <input
              value={draft[part]}
              onChange={(event) => onChange({ [part]: event.target.value })}
              maxLength={200}
              aria-invalid={problem ? true : undefined}
              className={cn(controlClass, 'text-ink text-sm')}
            />
          </label>
        ))}
      </div>
      {problem && <p className="font-medium text-del text-xs">{problem}</p>}
    </fieldset>
  );
}
