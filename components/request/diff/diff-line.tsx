import { cn } from '#components/ui/cn.ts';
import { Hostile } from '../text/hostile.tsx';
import type { DiffLine } from './lines.ts';

const looks: Record<DiffLine['kind'], { sign: string; word: string; row: string; gutter: string }> = {
  same: { sign: ' ', word: '', row: '', gutter: 'text-faint' },
  added: { sign: '+', word: 'added', row: 'bg-add-soft', gutter: 'text-add' },
  removed: { sign: '−', word: 'removed', row: 'bg-del-soft', gutter: 'text-del' },
  meta: { sign: ' ', word: '', row: 'bg-raised text-muted', gutter: 'text-faint' },
};

/** One line of a comparison: numbers and sign in the gutter, drawn, not part of its text. */
export function DiffLineRow({ line, numbers }: { line: DiffLine; numbers: readonly (number | undefined)[] }) {
  const { sign, word, row, gutter } = looks[line.kind];
  const Element = line.kind === 'added' ? 'ins' : line.kind === 'removed' ? 'del' : 'span';
  return (
    <Element className={cn('flex min-w-0 no-underline', row)}>
      {numbers.map((number, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a column of the gutter is its place
          key={index}
          aria-hidden
          data-line={number}
          className={cn(
            'w-9 shrink-0 select-none text-right text-xs leading-5 tabular-nums before:content-[attr(data-line)] max-sm:w-7',
            gutter,
          )}
        />
      ))}
      <span data-aside="" className={cn('w-6 shrink-0 select-none text-center font-semibold', gutter)}>
        <span aria-hidden>{sign}</span>
        {word !== '' && <span className="sr-only">{word}: </span>}
      </span>
      <span className="min-w-0 flex-1 whitespace-pre-wrap pr-3 [overflow-wrap:anywhere] max-sm:break-all">
        {line.words ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
          line.words.map((part, index) => <WordMark key={index} {...part} kind={line.kind} />)
        ) : (
          <Hostile text={line.text} />
        )}
        {'\n'}
      </span>
    </Element>
  );
}

function WordMark({ text, changed, kind }: { text: string; changed: boolean; kind: DiffLine['kind'] }) {
  if (!changed) return <Hostile text={text} />;
  return (
    <span
      className={cn(
        'rounded-[2px] underline decoration-2 underline-offset-2',
        kind === 'added' ? 'bg-add/20 decoration-add' : 'bg-del/20 decoration-del',
      )}
    >
      <Hostile text={text} />
    </span>
  );
}
