import { visible } from '#protocol/visible.ts';
import { FormSection } from './form-section.tsx';

export type Fact = readonly [name: string, value: string | null];

/** What something is registered with, for those who may look and not change it. */
export function RegisteredFacts({ facts, why }: { facts: readonly Fact[]; why: string }) {
  return (
    <FormSection title="Settings" words={why}>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="break-words max-sm:-mt-2">
              {value ? visible(value) : <span className="text-faint">–</span>}
            </dd>
          </div>
        ))}
      </dl>
    </FormSection>
  );
}
