'use client';

import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cn } from './cn.ts';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** Shown under the title, and read out with it. */
  description?: ReactNode;
  children: ReactNode;
  className?: string;
  onKeyDown?: (event: React.KeyboardEvent) => void;
  band?: boolean;
}

/**
 * A modal whose focus lands on its heading, and goes back where it was when it closes.
 *
 * Never on a button: a key that was meant for the page behind must not press anything here. No Overlay part of Radix
 * is used, since it scroll-locks through a style element our content security policy does not admit; globals.css does it.
 */
export function Dialog({ open, onOpenChange, title, description, children, className, onKeyDown, band }: DialogProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef<Element | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <div className="fixed inset-0 z-40 bg-scrim" aria-hidden />
        <Primitive.Content
          data-dialog
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            before.current = document.activeElement;
            heading.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            // Left to itself, Radix sends focus to a Trigger part, and to nowhere where there is none.
            event.preventDefault();
            if (document.activeElement === document.body && before.current instanceof HTMLElement)
              before.current.focus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex max-h-[min(92dvh,48rem)] w-full animate-pop flex-col overflow-hidden border bg-surface shadow-pop outline-none',
            'inset-x-0 bottom-0 rounded-t-lg sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[80dvh] sm:w-[34rem] sm:-translate-x-1/2 sm:rounded-lg',
            className,
          )}
        >
          {band && <div aria-hidden className="production-band h-1.5 shrink-0" />}
          <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5">
            <div className="flex flex-col gap-1">
              <Primitive.Title
                ref={heading}
                tabIndex={-1}
                className="text-balance font-semibold text-base outline-none focus-visible:outline-none"
              >
                {title}
              </Primitive.Title>
              {description && (
                <Primitive.Description className="text-muted text-sm">{description}</Primitive.Description>
              )}
            </div>
            {children}
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
