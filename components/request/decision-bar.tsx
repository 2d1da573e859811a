'use client';

import { ArrowRight, Check, Eye, LogIn, MessageCircleQuestion, Undo2, X } from 'lucide-react';
import { openSignIn } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { ReviewCard } from '#protocol/wire.ts';
import { barWords, needsFreshSignIn, ownVote } from './bar-words.ts';
import type { Intent } from './intent.ts';
import { useSeen } from './seen.tsx';

interface DecisionBarProps {
  card: ReviewCard;
  /** Why there is nothing to press, where the reader's role says so. */
  onlooker?: string | undefined;
  onIntent: (intent: Intent) => void;
  onShowUnseen: () => void;
  onWithdraw: () => void;
  withdrawing: boolean;
  onNext: () => void;
}

/**
 * What can be decided, always in view. All three look alike: nothing is preselected.
 *
 * Approve stays dark until every section of the Action was on screen; pressed before, it shows the first one that was not.
 */
export function DecisionBar({
  card,
  onlooker,
  onIntent,
  onShowUnseen,
  onWithdraw,
  withdrawing,
  onNext,
}: DecisionBarProps) {
  const { seen, total, allSeen } = useSeen();
  const can = (control: ReviewCard['controls'][number]) => !onlooker && card.controls.includes(control);
  return (
    <section
      aria-label="Decision"
      className="sticky bottom-0 z-10 mt-auto flex flex-wrap items-center gap-x-3 gap-y-2 border-t bg-surface px-5 py-3 shadow-[0_-8px_24px_-16px_rgb(0_0_0/0.25)]"
    >
      <div className="min-w-0 flex-1 basis-52 text-muted">
        {can('approve') && !allSeen ? (
          <button
            type="button"
            onClick={onShowUnseen}
            className="flex min-h-6 items-center gap-1.5 rounded-sm text-left hover:text-ink"
          >
            <Eye aria-hidden className="size-4 shrink-0 text-accent" />
            <span>
              <span className="font-medium text-ink tabular-nums">
                {seen} of {total} sections seen.
              </span>{' '}
              Show what is left
            </span>
          </button>
        ) : (
          <p>{barWords(card, onlooker)}</p>
        )}
      </div>
      <div className="flex shrink-0 gap-2 max-sm:w-full max-sm:*:flex-1">
        {can('withdraw') && (
          <Button onClick={onWithdraw} aria-disabled={withdrawing} aria-keyshortcuts="u">
            <Undo2 aria-hidden className="size-4" /> {withdrawing ? 'Taking back…' : `Take back your ${ownVote(card)}`}{' '}
            <Kbd>U</Kbd>
          </Button>
        )}
        {can('revoke') && (
          <Button onClick={() => onIntent('revoke')}>
            <Undo2 aria-hidden className="size-4 text-del" /> Revoke…
          </Button>
        )}
        {can('ask') && (
          <Button onClick={() => onIntent('ask')} aria-keyshortcuts="i">
            <MessageCircleQuestion aria-hidden className="size-4 text-accent" /> Ask… <Kbd>I</Kbd>
          </Button>
        )}
        {can('deny') && (
          <Button onClick={() => onIntent('deny')} aria-keyshortcuts="x">
            <X aria-hidden className="size-4 text-del" strokeWidth={2.5} /> Deny… <Kbd>X</Kbd>
          </Button>
        )}
        {can('approve') && (
          <Button
            aria-disabled={!allSeen}
            onClick={() => (allSeen ? onIntent('approve') : onShowUnseen())}
            aria-keyshortcuts="a"
          >
            <Check aria-hidden className="size-4 text-add" strokeWidth={2.5} /> Approve… <Kbd>A</Kbd>
          </Button>
        )}
        {!onlooker && needsFreshSignIn(card) && (
          <Button onClick={() => openSignIn(true)}>
            <LogIn aria-hidden className="size-4" /> Sign in again
          </Button>
        )}
        {!can('approve') && !onlooker && (
          <Button onClick={onNext} aria-keyshortcuts="n">
            Next that needs you <ArrowRight aria-hidden className="size-4" /> <Kbd>N</Kbd>
          </Button>
        )}
      </div>
    </section>
  );
}
