import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** What a control has to wear so that its label, its hint and what is wrong with it are read out with it. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  required: boolean;
}

interface FieldProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with it, in a sentence that says what to do. */
  problem?: string | undefined;
  required?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}

/** One question of a form: its label above, how to answer it below, and in the hint's place what is wrong. */
export function Field({ id, label, hint, problem, required, className, children }: FieldProps) {
  const note = problem ?? hint;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label} {!required && <span className="font-normal text-faint">(optional)</span>}
      </label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': problem ? true : undefined,
        required: required === true,
      })}
      {note && (
        <p id={`${id}-note`} className={cn('text-xs', problem ? 'font-medium text-del' : 'text-muted')}>
          {note}
        </p>
      )}
    </div>
  );
}

/** How every one-line control of a form looks. Sixteen pixels on a phone, so that the browser does not zoom into it. */
export const controlClass =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 aria-invalid:border-del max-sm:h-11 max-sm:text-[1rem]';
