import { readSql, type Statement } from '../sql/statements.ts';
import { upper } from '../sql/verbs.ts';
import { MOST_POWERS, type Power, tooMany } from './power.ts';

/** Powers given by GRANT statements; undefined if the text holds anything else or could not be read for certain. */
export function grantsIn(sql: string): Power[] | undefined {
  const changes = readGrants(sql);
  return changes?.every(({ verb }) => verb === 'GRANT') ? changes.flatMap(({ powers }) => powers) : undefined;
}

export interface GrantChange {
  verb: 'GRANT' | 'REVOKE';
  powers: Power[];
}

/** Each GRANT and REVOKE of a text with the powers it gives or takes; undefined as above. */
export function readGrants(sql: string): GrantChange[] | undefined {
  const { statements, doubts } = readSql(sql);
  const doing = statements.filter(({ verbs }) => verbs.length > 0);
  if (doubts.length > 0 || doing.length === 0) return undefined;
  const changes = doing.map(changeBy);
  if (!changes.every((change) => change !== undefined)) return undefined;
  return changes.reduce((sum, { powers }) => sum + powers.length, 0) > MOST_POWERS ? undefined : changes;
}

function changeBy(statement: Statement): GrantChange | undefined {
  const verb = statement.verbs[0];
  if (verb !== 'GRANT' && verb !== 'REVOKE') return undefined;
  const words = statement.pieces.filter(({ kind, text }) => kind !== 'space' && kind !== 'comment' && text !== ';');
  const to = words.findIndex((piece) => upper(piece) === (verb === 'GRANT' ? 'TO' : 'FROM'));
  const on = words.findIndex((piece, at) => upper(piece) === 'ON' && at < to);
  if (to < 0) return undefined;
  const end = words.findIndex(
    (piece, at) => at > to && ['WITH', 'CASCADE', 'RESTRICT', 'GRANTED'].includes(upper(piece)),
  );
  const option = words.slice(to).some((piece) => upper(piece) === 'WITH');
  const what = names(words.slice(1, on < 0 ? to : on).map(({ text }) => text));
  const objects = on < 0 ? [''] : names(words.slice(on + 1, to).map(({ text }) => text));
  const people = names(words.slice(to + 1, end < 0 ? words.length : end).map(({ text }) => text));
  if (tooMany(people, objects, what)) return undefined;
  const suffix = option ? (on < 0 ? ' WITH ADMIN OPTION' : ' WITH GRANT OPTION') : '';
  const powers = people.flatMap((who) =>
    objects.flatMap((object) =>
      what.map((one): Power => ({ who, effect: 'allow', what: one + suffix, on: object, when: '' })),
    ),
  );
  return { verb, powers };
}

/** `SELECT , INSERT ( a , b )` as two names: commas inside brackets belong to the name. */
function names(words: readonly string[]): string[] {
  const found: string[] = [];
  let own: string[] = [];
  let depth = 0;
  for (const word of [...words, ',']) {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (word !== ',' || depth > 0) own.push(word);
    else {
      if (own.length > 0)
        found.push(
          own
            .join(' ')
            .replaceAll(/ ?([.,()]) ?/g, '$1')
            .replaceAll(',', ', '),
        );
      own = [];
    }
  }
  return found;
}
