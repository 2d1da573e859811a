import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

type Tone = 'plain' | 'quiet' | 'accent' | 'approve' | 'deny';

const tones: Record<Tone, string> = {
  plain: 'border border-line-strong/70 bg-surface text-ink hover:bg-raised',
  quiet: 'text-muted hover:bg-raised hover:text-ink',
  accent: 'bg-accent text-on-accent hover:opacity-90',
  approve: 'bg-add text-surface hover:opacity-90',
  deny: 'bg-del text-surface hover:opacity-90',
};

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: Tone;
  size?: 'small' | 'normal' | 'icon';
  asChild?: boolean;
}

/** A button of ours. `aria-disabled` keeps focus and explanation, so a control that is not ready yet uses it instead of `disabled`. */
export function Button({ tone = 'plain', size = 'normal', asChild, className, type, ...rest }: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element
      {...(asChild ? {} : { type: type ?? 'button' })}
      className={cn(
        'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium text-sm transition-colors',
        'disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
        size === 'normal' && 'h-8 px-3 max-sm:h-10',
        size === 'small' && 'h-6 px-2 text-xs max-sm:h-8',
        size === 'icon' && 'size-7 max-sm:size-9',
        tones[tone],
        className,
      )}
      {...rest}
    />
  );
}
