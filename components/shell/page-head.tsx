import type { ReactNode } from 'react';

/** A screen's title and the one thing to know about it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="px-5 pt-5 pb-4 lg:px-8 lg:pt-7">
      <h1 className="font-semibold text-lg tracking-[-0.01em]">{title}</h1>
      {children && <p className="mt-0.5 max-w-prose text-balance text-muted">{children}</p>}
    </header>
  );
}
