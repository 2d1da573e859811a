import type { Action, QuestionForm } from '@countersign/sdk';
import { propertiesOf } from '../runner/read-action.ts';
import type { Place } from '../runner/run-approved.ts';
import { rehearse } from '../shop/shop.ts';
import type { Errand, Proposal } from './proposal.ts';

const preface = 'Automatic answer; I am a program with a few rules and no language model.';

type Rule = (asked: Asked) => string | Promise<string>;

interface Asked {
  place: Pick<Place, 'shop'>;
  errand: Errand;
  proposal: Proposal;
  action: Action;
}

const rules: readonly (readonly [RegExp, Rule])[] = [
  [/\b(undo|revert|rollback|roll back|backup|restore|reversible|go back)\b/i, ({ proposal }) => undo(proposal)],
  [/\b(which|what|show|sample|example|rows?|records?|data|how many|count)\b/i, rowsNow],
  [/\b(why|reason|who asked|who wants|need|purpose)\b/i, ({ proposal }) => proposal.reason],
  [
    /\b(how|steps?|plan|when)\b/i,
    ({ proposal }) => `I would do this:\n${proposal.evidence.plan ?? 'run what is shown.'}`,
  ],
];

/**
 * What an agent can truthfully say to a reviewer: rows as they are now, its reason, its plan, whether it can be undone.
 * A question that no rule fits is told so. No answer changes the Action.
 */
export async function answer(question: QuestionForm, asked: Asked): Promise<string> {
  const proposed = question.proposal
    ? ' I cannot change what I asked for; deny it, and say what should be different.'
    : '';
  const rule = rules.find(([pattern]) => pattern.test(question.text))?.[1];
  const said = rule
    ? await rule(asked)
    : 'I have no rule for this question. I can show rows, repeat my reason and my plan, and say whether it can be undone.';
  return `${preface}${proposed}\n\n${said}`.slice(0, 4000);
}

async function rowsNow({ place, errand, action }: Asked): Promise<string> {
  const rows = await rehearse(place.shop, (tx) => errand.sample(tx, propertiesOf(action)));
  if (rows.length === 0) return 'There is nothing to show: as the shop is now, this touches no row I could read.';
  const lines = rows.map((row) =>
    Object.entries(row)
      .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
      .join(', '),
  );
  return `As the shop is now, read just now, the first ${rows.length}:\n${lines.join('\n')}`;
}

function undo({ evidence }: Proposal): string {
  const { reversible, summary } = evidence.blast_radius ?? {};
  return `${reversible ? 'It can be undone.' : 'It cannot be undone by me.'} ${summary ?? ''}`.trim();
}
