import { segmentsOf } from './segments.ts';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Text that an agent, a tool or a user wrote, as text and nothing else.
 *
 * Characters that cannot be seen are spelled out, words that mix alphabets are underlined and named, and letters that run
 * from right to left cannot reorder what stands beside them.
 */
export function Hostile({ text }: { text: string }) {
  const shown = segmentsOf(text).map(({ text: own, mark, note }, at) => {
    const key = `${at}${mark ?? ''}`;
    if (mark === undefined) return own;
    if (mark === 'hidden')
      return (
        <mark
          key={key}
          title={note}
          className="mx-px rounded-sm bg-risk-high-soft px-0.5 font-mono text-risk-high text-xs"
        >
          {own}
        </mark>
      );
    return (
      <span key={key}>
        <span className="underline decoration-2 decoration-risk-high decoration-wavy underline-offset-2">{own}</span>
        <span
          data-aside=""
          className="mx-1 select-none whitespace-nowrap rounded-sm bg-risk-high-soft px-1 font-sans text-risk-high text-xs"
        >
          {mark === 'mixed' ? `mixed alphabets: ${note}` : note}
        </span>
      </span>
    );
  });
  return RIGHT_TO_LEFT.test(text) ? <bdi>{shown}</bdi> : shown;
}
