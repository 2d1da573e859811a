import { Check, ChevronRight, CircleHelp, type LucideIcon, X } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { visible } from '#protocol/visible.ts';
import type { DecisionForm, Effect, WhyForm, WhyRule } from '#protocol/wire.ts';
import { Slots } from './slots.tsx';

const effects: Record<Effect, { word: string; tone: string }> = {
  deny: { word: 'Denies', tone: 'bg-state-denied-soft text-state-denied' },
  require: { word: 'Requires', tone: 'bg-state-waiting-soft text-state-waiting' },
  allow: { word: 'Allows', tone: 'bg-state-approved-soft text-state-approved' },
};

/** Why it needs people: the rules as they were evaluated then, every clause with what it saw, and who has to say yes. */
export function Why({
  why,
  decisions,
  revision,
}: {
  why: WhyForm;
  decisions: readonly DecisionForm[];
  revision: number;
}) {
  const matched = why.rules.filter((rule) => rule.matched && rule.mode === 'active');
  const others = why.rules.filter((rule) => !matched.includes(rule));
  return (
    <div className="flex flex-col gap-3">
      {why.requirement && (
        <Slots why={why} decisions={decisions.filter((decision) => decision.revision === revision)} />
      )}
      {why.errors.map((error) => (
        <p key={error.rule} className="flex items-start gap-2 rounded-md bg-risk-elevated-soft px-3 py-2">
          <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0 text-risk-elevated" />
          <span>
            Rule <code className="text-xs">{visible(error.rule)}</code> could not be answered (
            {visible(error.code).replaceAll('_', ' ')}), so the stricter requirement holds.
          </span>
        </p>
      ))}
      {matched.length === 0 && why.errors.length === 0 && (
        <p className="text-muted">No rule matched, so the policy’s default holds.</p>
      )}
      {matched.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
      {others.length > 0 && (
        <details className="group">
          <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded-sm text-muted hover:text-ink">
            <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
            {others.length === 1 ? 'One rule that did not decide' : `${others.length} rules that did not decide`}
          </summary>
          <div className="mt-2 flex flex-col gap-2">
            {others.map((rule) => (
              <Rule key={rule.id} rule={rule} />
            ))}
          </div>
        </details>
      )}
      <p className="text-faint text-xs">
        Policy {visible(why.policy.name)}, version {why.policy.version}, as evaluated when this was filed.
      </p>
    </div>
  );
}

function Rule({ rule }: { rule: WhyRule }) {
  const { word, tone } = effects[rule.effect];
  return (
    <div className="overflow-hidden rounded-md border">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 bg-raised px-3 py-1.5">
        <span className={cn('rounded-sm px-1.5 py-0.5 font-medium text-xs', rule.matched ? tone : 'text-faint')}>
          {rule.matched ? word : 'Did not match'}
        </span>
        <code className="font-medium text-xs">{visible(rule.id)}</code>
        {rule.mode === 'shadow' && <span className="text-faint text-xs">shadow: counted, decides nothing</span>}
        {rule.overridden_by && <span className="text-faint text-xs">overridden by {visible(rule.overridden_by)}</span>}
        {rule.message && <span className="w-full text-muted text-xs">{visible(rule.message)}</span>}
      </div>
      {rule.clauses.length > 0 && (
        <ul className="divide-y">
          {rule.clauses.map((clause, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: clauses are a fixed, ordered list; the same text may stand twice
            <li key={index} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 px-3 py-1.5">
              <Truth value={clause.value} />
              <div className="min-w-0">
                <code className="whitespace-pre-wrap break-words text-xs">{visible(clause.text)}</code>
                {clause.facts.length > 0 && (
                  <ul className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-xs">
                    {clause.facts.map((fact) => (
                      <li key={fact.name} className="min-w-0 break-words">
                        {visible(fact.name)} <span className="text-faint">was</span>{' '}
                        <code className="font-medium text-ink">{visible(fact.value)}</code>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const truths: Record<WhyRule['clauses'][number]['value'], { word: string; icon: LucideIcon; tone: string }> = {
  true: { word: 'True:', icon: Check, tone: 'text-state-approved' },
  false: { word: 'False:', icon: X, tone: 'text-faint' },
  unknown: { word: 'Unknown:', icon: CircleHelp, tone: 'text-risk-elevated' },
};

function Truth({ value }: { value: keyof typeof truths }) {
  const { word, icon: Icon, tone } = truths[value];
  return (
    <span className={cn('pt-0.5', tone)}>
      <Icon aria-hidden className="size-3.5" strokeWidth={2.5} />
      <span className="sr-only">{word}</span>
    </span>
  );
}
