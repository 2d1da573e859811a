import type { Piece } from '#lib/approvals/kinds/sql/lex.ts';
import { Hostile } from '../text/hostile.tsx';

export type Line = Pick<Piece, 'kind' | 'text'>[];

/** Pieces cut at their line feeds; each line keeps its own, so that all lines together are the text. */
export function linesOf(pieces: readonly Pick<Piece, 'kind' | 'text'>[]): Line[] {
  const lines: Line[] = [[]];
  for (const { kind, text } of pieces) {
    for (const part of text.split(/(?<=\n)/)) {
      if (part !== '') lines.at(-1)?.push({ kind, text: part });
      if (part.endsWith('\n')) lines.push([]);
    }
  }
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

const colours: Record<Piece['kind'], string> = {
  space: '',
  comment: 'text-faint italic',
  string: 'text-add',
  name: 'text-ink',
  word: '',
  number: 'text-accent',
  parameter: 'text-accent',
  sign: 'text-muted',
};
const KEYWORD =
  /^(select|from|where|and|or|not|in|is|null|insert|into|values|update|set|delete|drop|truncate|alter|create|table|index|view|join|left|right|inner|outer|full|on|using|group|by|order|having|limit|offset|returning|with|as|distinct|union|all|exists|between|like|ilike|case|when|then|else|end|grant|revoke|to|begin|commit|rollback|cascade|restrict|if|copy|explain|analyze|merge|add|column|constraint|primary|key|references|unique|default|interval|desc|asc|public|option|do|language|call|execute|truncate|lock|true|false|over|partition|conflict|only|concurrently)$/i;

/** Code with its lines numbered, wrapped instead of cut. The numbers are drawn, not text: they are never copied along. */
export function CodeLines({ lines, from }: { lines: readonly Line[]; from: number }) {
  return (
    <div className="font-mono leading-5">
      {lines.map((line, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          key={index}
          data-line={from + index}
          className="relative block whitespace-pre-wrap pr-3 pl-12 [overflow-wrap:anywhere] before:absolute before:left-0 before:w-9 before:select-none before:text-right before:text-faint before:text-xs before:leading-5 before:tabular-nums before:content-[attr(data-line)]"
        >
          {line.map(({ kind, text }, place) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
              key={place}
              className={kind === 'word' && KEYWORD.test(text) ? 'font-semibold text-accent' : colours[kind]}
            >
              <Hostile text={text} />
            </span>
          ))}
        </span>
      ))}
    </div>
  );
}
