import type { ReactNode } from 'react';

interface ChoiceListProps<Value extends string> {
  name: string;
  legend: ReactNode;
  hint?: ReactNode;
  value: Value | undefined;
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string; words: ReactNode }[];
}

/** One of a few, each with the words one needs to choose. */
export function ChoiceList<Value extends string>(props: ChoiceListProps<Value>) {
  const { name, legend, hint, value, onChange, choices } = props;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="float-left w-full font-medium">{legend}</legend>
      {hint && <p className="text-muted text-xs">{hint}</p>}
      <div className="divide-y rounded-md border border-line-strong bg-surface">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer items-start gap-2.5 px-3 py-2 first:rounded-t-md last:rounded-b-md hover:bg-raised has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
              aria-describedby={`${name}-${choice.value}`}
              aria-label={choice.label}
              required
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="font-medium">{choice.label}</span>
              <span id={`${name}-${choice.value}`} className="block text-muted text-xs">
                {choice.words}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
