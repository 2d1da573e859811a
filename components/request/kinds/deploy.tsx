import { releaseOf } from '#lib/approvals/kinds/deploy.ts';
import { Hostile } from '../text/hostile.tsx';
import type { BodyProps } from './body.ts';
import { Members, Padded } from './members.tsx';

/** From which version to which, and the members that say so. */
export function ReleaseBody({ action, section }: BodyProps) {
  const { from, to } = releaseOf(action);
  return (
    <>
      {from !== undefined && to !== undefined && (
        <p
          data-aside=""
          className="flex flex-wrap items-baseline gap-x-3 border-line border-b px-3 py-2.5 font-mono [overflow-wrap:anywhere]"
        >
          <span className="text-muted">
            <Hostile text={from} />
          </span>
          <span aria-hidden className="text-faint">
            →
          </span>
          <span className="sr-only">to</span>
          <strong className="font-semibold">
            <Hostile text={to} />
          </strong>
        </p>
      )}
      <Padded>
        <Members action={action} pointers={section.pointers} />
      </Padded>
    </>
  );
}
