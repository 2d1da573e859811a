import { cn } from '#components/ui/cn.ts';
import type { Fallback, PolicyDocument, RuleEntry } from '#lib/policy/document.ts';

const effects: Record<RuleEntry['effect'], { word: string; tone: string }> = {
  deny: { word: 'Deny', tone: 'bg-state-denied-soft text-state-denied' },
  require: { word: 'Require', tone: 'bg-state-waiting-soft text-state-waiting' },
  allow: { word: 'Allow', tone: 'bg-state-approved-soft text-state-approved' },
};
const order: readonly RuleEntry['effect'][] = ['deny', 'require', 'allow'];

/** The rules in the order of their strength, which is the only order that means anything. */
export function Rules({ document }: { document: PolicyDocument }) {
  const rules = document.rules ?? [];
  return (
    <section aria-labelledby="rules">
      <h2 id="rules" className="font-semibold text-base">
        Rules
      </h2>
      <p className="mb-3 text-muted">
        Every rule is asked. Deny is stronger than require, require than allow, allow than the default.
      </p>
      <ul className="flex flex-col gap-2">
        {order
          .flatMap((effect) => rules.filter((rule) => rule.effect === effect))
          .map((rule) => (
            <li key={rule.id} className="rounded-md border bg-surface px-3 py-2.5">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Effect effect={rule.effect} />
                <code className="font-medium text-xs">{rule.id}</code>
                {rule.effect === 'require' && <span className="text-muted">of {rule.use.join(' and ')}</span>}
                {rule.mode === 'shadow' && <span className="text-faint text-xs">shadow: counted, decides nothing</span>}
                {rule.effect === 'allow' && rule.overrides && (
                  <span className="text-muted text-xs">overrides {rule.overrides.join(', ')}</span>
                )}
                {rule.effect === 'allow' && rule.expires && (
                  <span className="text-muted text-xs">until {rule.expires.slice(0, 10)}</span>
                )}
              </div>
              {rule.message && <p className="mt-1 text-muted">{rule.message}</p>}
              <dl className="mt-1.5 grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-2 gap-y-0.5 text-xs">
                <dt className="text-faint">for</dt>
                <dd className="break-words font-mono">{rule.actions?.join('  ') ?? 'every action'}</dd>
                {rule.when && (
                  <>
                    <dt className="text-faint">when</dt>
                    <dd className="whitespace-pre-wrap break-words font-mono">{rule.when}</dd>
                  </>
                )}
              </dl>
            </li>
          ))}
        <Otherwise name="If no rule matches" fallback={document.default} />
        <Otherwise name="If a rule cannot be answered" fallback={document.onError} />
      </ul>
    </section>
  );
}

function Effect({ effect }: { effect: RuleEntry['effect'] }) {
  const { word, tone } = effects[effect];
  return <span className={cn('rounded-sm px-1.5 py-0.5 font-medium text-xs', tone)}>{word}</span>;
}

function Otherwise({ name, fallback }: { name: string; fallback: Fallback }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-dashed px-3 py-2.5">
      <span className="text-muted">{name}</span>
      <Effect effect={fallback.effect} />
      {fallback.effect === 'require' && <span className="text-muted">of {fallback.use.join(' and ')}</span>}
    </li>
  );
}
