import { Avatar } from '#components/ui/avatar.tsx';
import { Ago, TimeLeft } from '#components/ui/time.tsx';
import { isProduction } from '#lib/approvals/kinds/environment.ts';
import { visible } from '#protocol/visible.ts';
import type { RequestForm, ReviewCard } from '#protocol/wire.ts';
import { EnvironmentMark, RiskMark, StateMark } from './marks.tsx';

interface HeadlineProps {
  card: ReviewCard;
  request: RequestForm;
}

/** What would happen, in one sentence built from the Action, with where and how risky; then who asks and how long is left. */
export function Headline({ card, request }: HeadlineProps) {
  const waiting = request.state === 'pending' || request.state === 'blocked';
  return (
    <header>
      {isProduction(card.environment) && <div aria-hidden className="production-band h-1.5" />}
      <div className="flex flex-col gap-2.5 px-5 pt-4 pb-5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
          <EnvironmentMark environment={card.environment} />
          <RiskMark level={card.risk.level} score={card.risk.score} />
          <StateMark state={request.state} />
          {card.revision > 1 && (
            <span className="rounded-sm border px-1.5 py-px text-muted text-xs tabular-nums">
              Revision {card.revision}
            </span>
          )}
          {waiting && card.deadline && <TimeLeft until={card.deadline} className="ml-auto text-muted text-xs" />}
        </div>
        <h2 className="text-pretty break-words font-semibold text-lg tracking-[-0.01em]">{card.headline}</h2>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
          <Avatar name={card.who.agent.name} kind="agent" />
          <span>
            <strong className="font-medium text-ink">{visible(card.who.agent.name)}</strong>
            {card.who.subject.proof !== 'self' && (
              <>
                {' '}
                for <strong className="font-medium text-ink">{visible(card.who.subject.id)}</strong>
              </>
            )}
          </span>
          <span aria-hidden className="text-faint">
            ·
          </span>
          <span>
            asked <Ago at={request.created_at} />
          </span>
        </p>
      </div>
    </header>
  );
}
