import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What stands in place of a list that has nothing in it, or that could not be read. */
export function Empty({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      <Icon aria-hidden className="mb-1 size-6 text-faint" strokeWidth={1.5} />
      <h2 className="font-medium text-base">{title}</h2>
      {children && <div className="text-balance text-muted text-sm">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
