import { Fold } from '../fold.tsx';
import { cut, remainder } from './cut.ts';
import { Hostile } from './hostile.tsx';

interface LongTextProps {
  text: string;
  mono?: boolean;
  lines?: number;
}

/** Text of others at any length, line breaks kept, wrapped rather than cut. What is long folds and says how much is left. */
export function LongText({ text, mono = false, lines = 40 }: LongTextProps) {
  const [head, tail] = cut(text, lines, 2400);
  const style = `whitespace-pre-wrap [overflow-wrap:anywhere] ${mono ? 'font-mono' : ''}`;
  return (
    <div className={style}>
      <Hostile text={head} />
      {tail !== '' && (
        <Fold says={remainder(tail)} inline>
          <Hostile text={tail} />
        </Fold>
      )}
    </div>
  );
}
