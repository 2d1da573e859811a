import { CopyId } from '#components/ui/copy-id.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RequestForm, ReviewCard, TimelineEntry } from '#protocol/wire.ts';
import { AgentWords } from './agent-words.tsx';
import { BlastRadius } from './blast-radius.tsx';
import { Comment, Questions } from './conversation.tsx';
import { ActionDiff } from './diff/action-diff.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { ActionView } from './kinds/action-view.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline.tsx';

import { WhoFacts } from './who.tsx';
import { Why } from './why.tsx';

interface ReadingProps {
  request: RequestForm;
  card: ReviewCard;
  timeline: readonly TimelineEntry[] | undefined;
  canComment: boolean;
}

/** Everything there is to read about a request, in order: who, what exactly, how much, why you, whose words, what before. */
export function Reading({ request, card, timeline, canComment }: ReadingProps) {
  return (
    <div className="flex-1">
      <Section title="Who asks">
        <WhoFacts who={card.who} />
      </Section>
      <Section title="The exact action" note="Complete: this, byte for byte, is what an approval covers.">
        <ActionView card={card} />
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1">
          <Fingerprint words={card.fingerprint} />
          <CopyId value={card.digest} name="digest" />
        </div>
      </Section>
      <Section title="What it touches">
        <BlastRadius figures={card.blast_radius} />
      </Section>
      <Section title={card.why.effect === 'require' ? 'Why it needs people' : 'What policy said'}>
        <Why why={card.why} decisions={request.decisions} revision={card.revision} />
      </Section>
      <Section title="What the agent says">
        <AgentWords envelope={card.agent_text} />
      </Section>
      {card.previous && (
        <div id="what-changed">
          <Section title="What changed" note={`Against revision ${card.previous.revision}. Earlier votes are void.`}>
            <ActionDiff
              before={card.previous.action}
              after={card.action.value}
              label={`Revision ${card.previous.revision} against ${card.revision}`}
            />
          </Section>
        </div>
      )}
      {request.questions.length > 0 && (
        <Section title="Questions" note="An answer never changes the action.">
          <Questions request={request} />
        </Section>
      )}
      <Section title="What has happened">
        {timeline ? <Timeline entries={timeline} /> : <Skeleton className="h-24" />}
        {canComment && <Comment requestId={request.id} />}
        <p className="mt-4 flex flex-wrap items-center gap-x-1.5 text-faint text-xs">
          Request <CopyId value={request.id} name="request id" className="text-faint" />
        </p>
      </Section>
    </div>
  );
}
