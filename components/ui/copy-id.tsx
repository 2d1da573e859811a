'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { cn } from './cn.ts';
import { shorten } from './shorten.ts';

/** An id or digest, shortened in the middle, the whole of it one click away on the clipboard. */
export function CopyId({
  value,
  name,
  className,
  whole,
}: {
  value: string;
  name: string;
  className?: string;
  whole?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button
      type="button"
      onClick={copy}
      title={value}
      className={cn(
        'group inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm font-mono text-muted text-xs hover:text-ink',
        className,
      )}
    >
      <span className="sr-only">Copy {name}</span>
      <span className={cn('min-w-0', whole ? 'break-all text-left' : 'truncate')}>
        {whole ? value : shorten(value)}
      </span>
      {copied ? (
        <Check aria-hidden className="size-3 shrink-0 text-add" />
      ) : (
        <Copy aria-hidden className="size-3 shrink-0 opacity-50 group-hover:opacity-100" />
      )}
      <span aria-live="polite" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}
