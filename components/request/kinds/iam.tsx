import { powersOf } from '#lib/approvals/kinds/iam/documents.ts';
import { comparisonOf, documentsOf, grantChangesOf } from '#lib/approvals/kinds/iam.ts';
import { DiffView } from '../diff/diff-view.tsx';
import { linesBetween } from '../diff/lines.ts';
import { pretty } from '../diff/pretty.ts';
import { at, type BodyProps } from './body.ts';
import { Members, Padded } from './members.tsx';
import { ComparedPowers, PowerList } from './powers.tsx';
import { SqlBody } from './sql.tsx';

/** Access before and after: what is gained and lost, then the documents themselves, complete. */
export function AccessBody({ action, section }: BodyProps) {
  const { before, after } = documentsOf(action);
  const comparison = comparisonOf(action);
  if (before === undefined || after === undefined) {
    const powers = powersOf(after);
    return (
      <>
        {powers && (
          <div data-aside="">
            <PowerList powers={powers} sign="+" word={(power) => (power.effect === 'deny' ? 'denied' : 'allowed')} />
          </div>
        )}
        <Padded>
          <Members action={action} pointers={section.pointers} />
        </Padded>
      </>
    );
  }
  const drawn = section.pointers.filter((pointer) => [before, after].includes(at(action, pointer) as never));
  return (
    <>
      {comparison ? (
        <ComparedPowers comparison={comparison} />
      ) : (
        <p data-aside="" className="px-3 py-2 text-muted">
          These documents are not of a form whose powers can be compared for certain. Compare the text.
        </p>
      )}
      <DiffView lines={linesBetween(pretty(before), pretty(after))} />
      <Padded>
        <Members action={action} pointers={section.pointers.filter((pointer) => !drawn.includes(pointer))} />
      </Padded>
    </>
  );
}

/** GRANT and REVOKE as powers, above the statements that say so. */
export function GrantsBody({ action, section }: BodyProps) {
  const changes = grantChangesOf(action) ?? [];
  return (
    <>
      <div data-aside="">
        {changes.map(({ verb, powers }, index) => (
          <PowerList
            // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place
            key={index}
            powers={powers}
            sign={verb === 'GRANT' ? '+' : '−'}
            word={() => (verb === 'GRANT' ? 'granted' : 'revoked')}
          />
        ))}
      </div>
      <SqlBody action={action} section={section} />
    </>
  );
}
