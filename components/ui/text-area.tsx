import type { Ref } from 'react';
import { cn } from './cn.ts';

interface TextAreaProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
  maxLength: number;
  rows?: number;
  invalid?: boolean;
  describedBy?: string;
  required?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A field for some lines of text. Sixteen pixels on a phone, so that the browser does not zoom into it. */
export function TextArea({
  id,
  value,
  onChange,
  maxLength,
  rows = 3,
  invalid,
  describedBy,
  required,
  ref,
}: TextAreaProps) {
  return (
    <textarea
      id={id}
      ref={ref}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      maxLength={maxLength}
      rows={rows}
      required={required}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      className={cn(
        'w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 max-sm:text-[1rem]',
        invalid && 'border-del',
      )}
    />
  );
}
