import { cn } from './cn.ts';

/** A key cap. Hidden from assistive technology: the control it stands on names its key through aria-keyshortcuts. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'inline-grid h-4 min-w-4 place-items-center rounded-sm border border-current/35 px-1 font-medium text-[0.625rem] leading-none max-sm:hidden',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
