import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CopyId } from '#components/ui/copy-id.tsx';
import { visible } from '#protocol/visible.ts';
import type { KeyHolder } from './key-holder.ts';

interface HolderHeadProps {
  holder: KeyHolder;
  marks: ReactNode;
  actions: ReactNode;
}

/** Top of the page of one agent or executor: its name, how it stands, and what can be done to all of it. */
export function HolderHead({ holder, marks, actions }: HolderHeadProps) {
  const [href, back] = holder.kind === 'agent' ? ['/agents', 'Agents'] : ['/agents/executors', 'Executors'];
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3 px-5 pt-5 pb-4 lg:px-8 lg:pt-7">
      <div className="min-w-0 flex-1 basis-64">
        <Link href={href} className="inline-flex min-h-6 items-center gap-1 rounded-sm text-muted hover:text-ink">
          <ArrowLeft aria-hidden className="size-3.5" /> {back}
        </Link>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="break-words font-semibold text-lg tracking-[-0.01em]">{visible(holder.name)}</h1>
          {marks}
        </div>
        <CopyId value={holder.id} name={`${holder.kind} id`} whole />
      </div>
      <div className="flex flex-wrap gap-2">{actions}</div>
    </header>
  );
}
