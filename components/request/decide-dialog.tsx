'use client';

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert, Lock } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { api, ProblemError, sentence } from '#components/shell/api.ts';
import { SignInAgain } from '#components/shell/sign-in-again.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { isProduction } from '#lib/approvals/kinds/environment.ts';
import type { Action, RequestState, ReviewCard } from '#protocol/wire.ts';
import { decide } from './decide.ts';
import { Fingerprint } from './fingerprint.tsx';
import { denyPresets, type Intent, intents } from './intent.ts';
import { EnvironmentMark, RiskMark } from './marks.tsx';
import { Proposal } from './proposal.tsx';
import { settledWords } from './settled-words.ts';
import { useArmed } from './use-armed.ts';
import { useWrittenWords } from './written-words.ts';

interface DecideDialogProps {
  intent: Intent;
  /** What the reviewer has been reading. Whatever the dialog shows has to be about the very same view. */
  read: ReviewCard;
  /** The request's version as the live page knows it; a change means: read again. */
  version: number;
  onClose: () => void;
  /** The view moved under the reader: nothing was decided. */
  onMoved: (fresh: ReviewCard) => void;
  /** Somebody or something else settled it first, in the server's words. */
  onSettled: (words: string) => void;
  onDecided: (intent: Intent, state: RequestState) => void;
}

/**
 * The second step of every decision, rendered from a card fetched now.
 *
 * The first press decided nothing; neither does Enter on a fresh dialog, since focus is on the heading, nor anything
 * in the first 600 ms or in the 600 ms after a live change, nor a key that repeats.
 */
export function DecideDialog({ intent, read, version, onClose, onMoved, onSettled, onDecided }: DecideDialogProps) {
  const words = intents[intent];
  const fieldId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText, forgetText] = useWrittenWords(read.request, intent);
  const [proposal, setProposal] = useState<Action | 'invalid' | undefined>();
  const [missing, setMissing] = useState(false);

  const fresh = useQuery({
    queryKey: ['decide', read.request, version],
    queryFn: ({ signal }) => api<ReviewCard>(`/requests/${read.request}/card`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const card = fresh.data;
  const moved = card !== undefined && card.view_digest !== read.view_digest;
  const offered = card?.controls.includes(intent) ?? false;
  const armed = useArmed(card) && offered && !moved && !fresh.isPlaceholderData;
  const required = intent !== 'approve' || card?.why.requirement?.reason === 'always';

  useEffect(() => {
    if (card && moved) onMoved(card);
  }, [card, moved, onMoved]);

  const send = useMutation({
    mutationFn: (about: ReviewCard) => decide(about, intent, text, proposal === 'invalid' ? undefined : proposal),
    onSuccess: ({ state }) => {
      forgetText();
      onDecided(intent, state);
    },
    onError: (error) => {
      if (!(error instanceof ProblemError)) return;
      if (error.code === 'already_settled' || error.code === 'expired') onSettled(settledWords(error, Date.now()));
      if (error.code === 'stale_revision') void fresh.refetch();
      if (error.code === 'reason_required') setMissing(true);
    },
  });

  const confirm = () => {
    if (!card || !armed || send.isPending || proposal === 'invalid') return;
    if (required && !text.trim()) {
      setMissing(true);
      field.current?.focus();
      return;
    }
    send.mutate(card);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.repeat) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      confirm();
    }
    const preset = denyPresets[Number(event.key) - 1];
    if (
      intent === 'deny' &&
      preset &&
      event.target !== field.current &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      event.preventDefault();
      setText(preset);
      field.current?.focus();
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title}
      band={isProduction(read.environment)}
      onKeyDown={onKeyDown}
    >
      {fresh.isPending && <Skeleton className="h-24" />}
      {fresh.isError && (
        <Notice
          role="alert"
          tone="bad"
          icon={CircleAlert}
          title={sentence(fresh.error)}
          actions={<Button onClick={() => fresh.refetch()}>Try again</Button>}
        >
          Nothing can be decided before the request was read again.
        </Notice>
      )}
      {card && <About card={card} />}
      {card && !offered && (
        <Notice role="alert" icon={Lock} title={card.control_note ?? 'This is no longer yours to decide.'}>
          {card.state_line}
        </Notice>
      )}

      {card && offered && (
        <div className="flex flex-col gap-1.5">
          <label htmlFor={fieldId} className="font-medium">
            {words.field} <span className="font-normal text-faint">{required ? '(required)' : '(optional)'}</span>
          </label>
          {intent === 'deny' && <Presets chosen={text} onChoose={setText} />}
          <TextArea
            id={fieldId}
            ref={field}
            value={text}
            onChange={(next) => {
              setText(next);
              setMissing(false);
            }}
            maxLength={2000}
            required={required}
            invalid={missing}
            describedBy={`${fieldId}-hint`}
          />
          <p
            id={`${fieldId}-hint`}
            className={missing ? 'text-del' : 'text-muted text-xs'}
            role={missing ? 'alert' : undefined}
          >
            {missing ? words.missing : words.hint}
          </p>
          {intent === 'ask' && <Proposal action={card.action.value} onChange={setProposal} />}
        </div>
      )}

      {send.isError && <SendProblem error={send.error} />}

      <div className="flex flex-wrap items-center justify-end gap-2 border-t pt-4">
        <Button onClick={onClose} className="max-sm:flex-1">
          {offered ? 'Cancel' : 'Close'}
        </Button>
        {offered && (
          <Button
            tone={words.tone}
            aria-disabled={!armed || send.isPending}
            onClick={confirm}
            className="max-sm:flex-1"
          >
            {send.isPending ? words.busy : words.confirm}
            <Kbd>Ctrl ↵</Kbd>
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function About({ card }: { card: ReviewCard }) {
  return (
    <div className="flex flex-col gap-2 rounded-md bg-raised p-3">
      <p className="text-pretty break-words font-medium text-base">{card.headline}</p>
      <div className="flex flex-wrap gap-2">
        <EnvironmentMark environment={card.environment} />
        <RiskMark level={card.risk.level} bare />
      </div>
      <Fingerprint words={card.fingerprint} />
    </div>
  );
}

function Presets({ chosen, onChoose }: { chosen: string; onChoose: (reason: string) => void }) {
  return (
    <div className="flex flex-col gap-1">
      {denyPresets.map((preset, index) => (
        <button
          key={preset}
          type="button"
          aria-pressed={chosen === preset}
          aria-keyshortcuts={String(index + 1)}
          onClick={() => onChoose(preset)}
          className="flex min-h-7 items-center gap-2 rounded-md border px-2 py-1 text-left text-muted hover:bg-raised aria-pressed:border-accent aria-pressed:text-ink"
        >
          <Kbd>{String(index + 1)}</Kbd> {preset}
        </button>
      ))}
    </div>
  );
}

function SendProblem({ error }: { error: unknown }) {
  const code = error instanceof ProblemError ? error.code : undefined;
  if (code === 'unauthenticated' || code === 'assurance_too_low')
    return <SignInAgain fresh={code === 'assurance_too_low'} words={sentence(error)} />;
  if (code === 'reason_required') return null;
  return (
    <Notice role="alert" tone="bad" icon={CircleAlert} title={sentence(error)}>
      Nothing was decided, and what you wrote is still here.
    </Notice>
  );
}
