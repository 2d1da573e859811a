import { Sparkles } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { visible } from '#protocol/visible.ts';
import type { ReviewCard } from '#protocol/wire.ts';
import { Fact, Facts } from './facts.tsx';

type Who = ReviewCard['who'];

const proofs: Record<Who['subject']['proof'], string> = {
  self: 'acts for itself',
  acts_for: 'an administrator lets this agent act for them',
  token: 'proven by their own sign-in token',
};

/** Who asks and on whose authority. What we know stands plainly; what the agent says of itself is marked. */
export function WhoFacts({ who }: { who: Who }) {
  return (
    <Facts>
      <Fact name="Agent">
        <span className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
          <Avatar name={who.agent.name} kind="agent" className="size-5" />
          <span className="font-medium">{visible(who.agent.name)}</span>
          <span className="text-muted">{who.agent.trust}</span>
        </span>
        {who.agent.first_time && (
          <span className="mt-1 inline-flex items-center gap-1 rounded-sm bg-risk-elevated-soft px-1.5 py-0.5 font-medium text-risk-elevated text-xs">
            <Sparkles aria-hidden className="size-3" /> First time this agent asks this
          </span>
        )}
      </Fact>
      <Fact name="On whose authority">
        <span className="font-medium">{who.subject.proof === 'self' ? 'Its own' : visible(who.subject.id)}</span>
        <span className="block text-muted text-xs">{proofs[who.subject.proof]}</span>
      </Fact>
      <Fact name="Agent’s owner">
        <span className="flex items-center gap-1.5">
          <Avatar name={who.owner.name} kind="person" className="size-5" />
          {visible(who.owner.name)}
        </span>
      </Fact>
      <Fact name="Credential">
        <CopyId value={who.credential.prefix} name="credential prefix" className="text-ink" />
      </Fact>
      {who.model && (
        <Fact name="Model, as the agent says">
          {visible([who.model.provider, who.model.name, who.model.version].filter(Boolean).join(' · '))}
        </Fact>
      )}
      {who.run && (
        <Fact name="Run, as the agent says">
          <code className="break-all text-xs">
            {visible([who.run.id, who.run.step && `step ${who.run.step}`].filter(Boolean).join(', '))}
          </code>
        </Fact>
      )}
    </Facts>
  );
}
