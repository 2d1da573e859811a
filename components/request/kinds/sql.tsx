import { CircleHelp } from 'lucide-react';
import { Notice } from '#components/ui/notice.tsx';
import { readSql, type Statement } from '#lib/approvals/kinds/sql/statements.ts';
import { readAll, sqlOf } from '#lib/approvals/kinds/sql.ts';
import { Fold } from '../fold.tsx';
import { Hostile } from '../text/hostile.tsx';
import type { BodyProps } from './body.ts';
import { Chip, type ChipTone } from './chip.tsx';
import { CodeLines, linesOf } from './code-lines.tsx';
import { Members, Padded } from './members.tsx';

const AT_ONCE = 40;

/** The SQL of an Action, statement by statement, and beneath it what else stands in the section. */
export function SqlBody({ action, section }: BodyProps) {
  const found = sqlOf(action);
  const drawn = `/action/properties/${found?.name}`;
  return (
    <>
      {found && <Sql texts={found.texts} />}
      <Padded>
        <Members action={action} pointers={section.pointers.filter((pointer) => pointer !== drawn)} />
      </Padded>
    </>
  );
}

/**
 * SQL texts as they are, each statement under what it does and to which tables. Where the reading is not certain it says
 * why; the text itself is always complete.
 */
export function Sql({ texts }: { texts: readonly string[] }) {
  const { doubts, anywhere } = readAll(texts);
  const statements = texts.flatMap((text) => readSql(text).statements);
  const [shown, folded] = split(statements);
  return (
    <>
      {doubts.length > 0 && <Doubts doubts={doubts} anywhere={anywhere} />}
      <ol>
        {shown.map((statement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place
          <StatementBlock key={index} statement={statement} certain={doubts.length === 0} foldLong />
        ))}
      </ol>
      {folded.length > 0 && (
        <Fold says={whatIsIn(folded)}>
          <ol>
            {folded.map((statement, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place
              <StatementBlock key={index} statement={statement} certain={doubts.length === 0} />
            ))}
          </ol>
        </Fold>
      )}
    </>
  );
}

function split(statements: readonly Statement[]): [Statement[], Statement[]] {
  let lines = 0;
  const at = statements.findIndex(({ text }) => {
    const full = lines >= AT_ONCE;
    lines += text.split('\n').length;
    return full;
  });
  return at < 0 ? [[...statements], []] : [statements.slice(0, at), statements.slice(at)];
}

function whatIsIn(statements: readonly Statement[]): string {
  const lines = statements.reduce((sum, { text }) => sum + linesOf([{ kind: 'space', text }]).length, 0);
  const verbs = [...new Set(statements.flatMap((statement) => statement.verbs))];
  const named = verbs.length > 0 ? ` (${verbs.slice(0, 6).join(', ')}${verbs.length > 6 ? ', …' : ''})` : '';
  return `${lines} more ${lines === 1 ? 'line' : 'lines'}, ${statements.length} ${statements.length === 1 ? 'statement' : 'statements'}${named}`;
}

function Doubts({ doubts, anywhere }: { doubts: readonly string[]; anywhere: readonly string[] }) {
  return (
    <div data-aside="" className="p-3">
      <Notice
        tone="warn"
        icon={CircleHelp}
        title="This SQL cannot be taken apart with certainty. Read the text itself."
      >
        <ul className="list-disc pl-4">
          {doubts.map((doubt) => (
            <li key={doubt}>{doubt}</li>
          ))}
          {anywhere.length > 0 && <li>Verbs that stand anywhere in it: {anywhere.join(', ')}.</li>}
        </ul>
      </Notice>
    </div>
  );
}

interface StatementBlockProps {
  statement: Statement;
  /** If not, nothing is coloured: a colour would say "comment" where another database reads a command. */
  certain: boolean;
  foldLong?: boolean;
}

function StatementBlock({ statement, certain, foldLong = false }: StatementBlockProps) {
  const lines = linesOf(certain ? statement.pieces : [{ kind: 'space', text: statement.text }]);
  const long = foldLong && lines.length > AT_ONCE + 6;
  const shown = long ? lines.slice(0, AT_ONCE) : lines;
  return (
    <li className="border-line border-t py-2.5 first:border-t-0">
      <Said statement={statement} certain={certain} />
      <CodeLines lines={shown} from={statement.line} />
      {long && (
        <Fold says={`${lines.length - AT_ONCE} more lines of this statement`}>
          <CodeLines lines={lines.slice(AT_ONCE)} from={statement.line + AT_ONCE} />
        </Fold>
      )}
    </li>
  );
}

function Said({ statement: { verbs, tables, notes }, certain }: { statement: Statement; certain: boolean }) {
  if (verbs.length === 0 && notes.length === 0) return null;
  return (
    <p data-aside="" className="mb-1.5 flex select-none flex-wrap items-center gap-1 pr-3 pl-12">
      {!certain && <span className="text-faint text-xs">may be read as</span>}
      {verbs.map((verb) => (
        <Chip key={verb} tone={toneOf(verb)}>
          <Hostile text={verb} />
        </Chip>
      ))}
      {tables.map(({ name, role }) => (
        <Chip key={name} mono>
          <Hostile text={name} />
          {role === 'reads' && <span className="font-sans text-faint"> read</span>}
        </Chip>
      ))}
      {notes.map((note) => (
        <Chip key={note} tone="warns">
          <Hostile text={note} />
        </Chip>
      ))}
    </p>
  );
}

function toneOf(verb: string): ChipTone {
  if (/^(DELETE|DROP|TRUNCATE|REVOKE)/.test(verb)) return 'takes';
  if (/^(SELECT|EXPLAIN|BEGIN|START|COMMIT|ROLLBACK|SHOW|VALUES|WITH)$/.test(verb)) return 'plain';
  return 'changes';
}
