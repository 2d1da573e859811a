import type { ReactNode } from 'react';

/** Names and values in columns that stay aligned. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid @2xl:grid-cols-3 grid-cols-2 gap-x-4 gap-y-3">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="mt-0.5 min-w-0 break-words">{children}</dd>
    </div>
  );
}
