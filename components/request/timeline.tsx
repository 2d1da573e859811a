import {
  Bot,
  Check,
  CircleDot,
  CircleX,
  Eye,
  FileInput,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  Pencil,
  Play,
  Scale,
  ShieldAlert,
  TimerOff,
  Undo2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Ago } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { TimelineEntry } from '#protocol/wire.ts';

const icons: Record<string, { icon: LucideIcon; tone?: string }> = {
  'request.submitted': { icon: FileInput },
  'evaluation.made': { icon: Scale },
  'request.opened': { icon: Eye },
  'request.revised': { icon: Pencil, tone: 'text-risk-elevated' },
  'request.answered': { icon: Bot },
  'request.commented': { icon: MessageSquare },
  'request.approved': { icon: Check, tone: 'text-state-approved' },
  'request.denied': { icon: CircleX, tone: 'text-state-denied' },
  'request.expired': { icon: TimerOff },
  'decision.withdrawn': { icon: Undo2 },
  'grant.issued': { icon: KeyRound, tone: 'text-state-approved' },
  'grant.redeemed': { icon: Play, tone: 'text-state-running' },
  'grant.revoked': { icon: Undo2, tone: 'text-state-denied' },
  'bypass.found': { icon: ShieldAlert, tone: 'text-risk-critical' },
};

/** What has happened so far, oldest first: who, through what, how surely they were known, and what they wrote. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) return <p className="text-muted">Nothing has been recorded yet.</p>;
  return (
    <ol className="flex flex-col">
      {entries.map((entry, index) => {
        const { icon: Icon, tone } = iconOf(entry.type);
        return (
          <li key={entry.id} className="relative grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 pb-3 last:pb-0">
            {index < entries.length - 1 && (
              <span aria-hidden className="absolute top-5 bottom-0 left-[0.59rem] w-px bg-line" />
            )}
            <span
              className={cn('mt-0.5 grid size-5 place-items-center rounded-full border bg-surface text-muted', tone)}
            >
              <Icon aria-hidden className="size-3" />
            </span>
            <div className="min-w-0">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className="min-w-0 break-words">{said(entry)}</span>
                <span className="text-faint text-xs">
                  {[entry.via && channels[entry.via], entry.assurance && `assurance ${entry.assurance}`]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                <span className="ml-auto flex items-center gap-2 text-faint text-xs">
                  <Ago at={entry.at} />
                  <CopyId value={entry.leaf} name="leaf hash" className="@2xl:inline-flex hidden text-faint" />
                </span>
              </p>
              {entry.text && (
                <p className="mt-1 whitespace-pre-wrap break-words border-line-strong border-l-2 pl-3 text-muted">
                  {visible(entry.text)}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** Kinds whose words are a verb that its actor goes before; of the others we say what happened, and then by whom. */
const deeds =
  /^(request\.(submitted|revised|opened|answered|commented|cancelled)|decision\..*|grant\.(redeemed|refused)|outcome\.(reported|refused))$/;

/** What policy or arithmetic concluded: the actor on record only set it off. */
const conclusions = new Set(['evaluation.made', 'request.approved', 'request.denied', 'grant.issued']);

function said({ type, actor, summary }: TimelineEntry): ReactNode {
  const words = visible(summary);
  const name = actor.name && visible(actor.name);
  if (name && deeds.test(type))
    return (
      <>
        <strong className="font-medium">{name}</strong> {words}
      </>
    );
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${name && !conclusions.has(type) ? `, by ${name}` : ''}`;
}

const channels: Record<string, string> = {
  web: 'console',
  api: 'API',
  teams_tab: 'Teams',
  teams_card: 'Teams card',
  slack: 'Slack',
};

function iconOf(type: string): { icon: LucideIcon; tone?: string } {
  if (/\.refused$/.test(type)) return { icon: ShieldAlert, tone: 'text-risk-high' };
  return icons[type] ?? { icon: CircleDot };
}
