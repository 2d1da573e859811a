'use client';

import { Tabs } from 'radix-ui';
import type { ReviewCard } from '#protocol/wire.ts';
import { SeenWhole, useSeen } from '../seen.tsx';
import { ActionSections } from './action-sections.tsx';
import { CanonicalJson } from './canonical-json.tsx';
import { CopyButton } from './copy-button.tsx';

/**
 * The exact Action of a card: drawn by its kind, and as canonical JSON one tab away.
 *
 * Needs a SeenProvider around it. Either tab shows all of it; reading either to its end counts.
 */
export function ActionView({ card }: { card: ReviewCard }) {
  const { isSeen } = useSeen();
  const { value, canonical, sections } = card.action;
  return (
    <Tabs.Root defaultValue="rendered" className="overflow-clip rounded-lg border bg-surface">
      <div className="flex items-center gap-2 border-line border-b bg-raised/60 pr-1.5 pl-1">
        <Tabs.List aria-label="The exact action" className="flex">
          <Tab value="rendered">Rendered</Tab>
          <Tab value="json">Canonical JSON</Tab>
        </Tabs.List>
        <span className="ml-auto flex items-center gap-2">
          <span className="text-faint text-xs tabular-nums max-sm:hidden">{sizeOf(canonical)}</span>
          <CopyButton text={canonical} label="Copy the canonical JSON" />
        </span>
      </div>
      <Tabs.Content value="rendered" forceMount className="data-[state=inactive]:hidden">
        <ActionSections action={value} kind={card.kind} sections={sections} isSeen={isSeen} />
      </Tabs.Content>
      <Tabs.Content value="json" forceMount className="data-[state=inactive]:hidden">
        <SeenWhole>
          <CanonicalJson canonical={canonical} />
        </SeenWhole>
      </Tabs.Content>
    </Tabs.Root>
  );
}

function Tab({ value, children }: { value: string; children: string }) {
  return (
    <Tabs.Trigger
      value={value}
      className="-mb-px min-h-9 border-transparent border-b-2 px-2.5 font-medium text-muted text-xs hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
    >
      {children}
    </Tabs.Trigger>
  );
}

function sizeOf(canonical: string): string {
  const bytes = new TextEncoder().encode(canonical).length;
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}
