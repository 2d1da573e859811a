import { type Comparison, type Power, reach } from '#lib/approvals/kinds/iam/power.ts';
import { Fold } from '../fold.tsx';
import { Hostile } from '../text/hostile.tsx';
import { Chip } from './chip.tsx';

/** What a change of access gives and takes, power by power, the given ones first. */
export function ComparedPowers({ comparison: { gained, lost, kept } }: { comparison: Comparison }) {
  return (
    <div data-aside="">
      {gained.length === 0 && lost.length === 0 && (
        <p className="px-3 py-2 text-muted">Nobody gains or loses a power that can be read from the documents.</p>
      )}
      <PowerList powers={gained} sign="+" word={(power) => (power.effect === 'deny' ? 'no longer denied' : 'gained')} />
      <PowerList powers={lost} sign="−" word={(power) => (power.effect === 'deny' ? 'now denied' : 'lost')} />
      {kept.length > 0 && (
        <Fold says={`${kept.length} unchanged ${kept.length === 1 ? 'power' : 'powers'}`}>
          <PowerList powers={kept} sign=" " word={() => 'unchanged'} />
        </Fold>
      )}
    </div>
  );
}

interface PowerListProps {
  powers: readonly Power[];
  sign: '+' | '−' | ' ';
  word: (power: Power) => string;
}

/** Powers one to a row: sign, what, on what, who, under which condition, and why it reaches far if it does. */
export function PowerList({ powers, sign, word }: PowerListProps) {
  const colour = sign === '+' ? 'bg-add-soft text-add' : sign === '−' ? 'bg-del-soft text-del' : 'bg-raised text-muted';
  return (
    <ul>
      {powers.map((power, index) => {
        const far = sign === '+' ? reach({ ...power, effect: 'allow' }) : undefined;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a power has no identity but its place
            key={index}
            className="flex gap-2.5 border-line border-b px-3 py-1.5"
          >
            <span
              aria-hidden
              className={`mt-0.5 grid size-5 shrink-0 place-items-center rounded-sm font-mono font-semibold ${colour}`}
            >
              {sign}
            </span>
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <p>
                <span className="font-mono font-semibold">
                  <Hostile text={power.what} />
                </span>
                {power.on !== '' && (
                  <>
                    {' '}
                    <span className="text-faint">on</span>{' '}
                    <span className="font-mono">
                      <Hostile text={power.on} />
                    </span>
                  </>
                )}
                {power.who !== '' && (
                  <>
                    {' '}
                    <span className="text-faint">for</span>{' '}
                    <span className="font-mono">
                      <Hostile text={power.who} />
                    </span>
                  </>
                )}
              </p>
              {power.when !== '' && (
                <p className="text-muted text-xs">
                  only when{' '}
                  <span className="font-mono">
                    <Hostile text={power.when} />
                  </span>
                </p>
              )}
              {far && (
                <p className="mt-0.5">
                  <Chip tone="warns">{far}</Chip>
                </p>
              )}
            </div>
            <span className="shrink-0 text-faint text-xs leading-5">{word(power)}</span>
          </li>
        );
      })}
    </ul>
  );
}
