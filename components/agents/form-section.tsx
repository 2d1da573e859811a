import type { ReactNode, Ref } from 'react';

interface FormSectionProps {
  title: string;
  words?: ReactNode;
  children: ReactNode;
  /** For a section that focus may be sent to. */
  ref?: Ref<HTMLElement>;
}

/** A part of a form or page that belongs together, under its own heading. */
export function FormSection({ title, words, children, ref }: FormSectionProps) {
  return (
    <section
      ref={ref}
      tabIndex={ref ? -1 : undefined}
      aria-label={title}
      className="flex min-w-0 flex-col gap-4 rounded-lg border bg-surface p-4 outline-none sm:p-5"
    >
      <div>
        <h2 className="font-semibold text-base">{title}</h2>
        {words && <p className="mt-0.5 text-pretty text-muted">{words}</p>}
      </div>
      {children}
    </section>
  );
}
