import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** One line under the title: what kind of knowledge this is. */
  note?: ReactNode;
  children: ReactNode;
}

/** One question a careful reader asks, with its answer beside it; beneath it where there is no room. */
export function Section({ title, note, children }: SectionProps) {
  return (
    <section
      aria-label={title}
      className="@3xl:grid @3xl:grid-cols-[9rem_minmax(0,1fr)] border-t px-5 py-5 @3xl:gap-x-6"
    >
      <div className="mb-2.5 @3xl:mb-0">
        <h3 className="font-semibold text-sm">{title}</h3>
        {note && <p className="mt-0.5 text-balance text-faint text-xs">{note}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
