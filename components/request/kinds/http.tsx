import { readUrl, urlOf } from '#lib/approvals/kinds/http.ts';
import { properties, text } from '#lib/approvals/kinds/members.ts';
import { Hostile } from '../text/hostile.tsx';
import { LongText } from '../text/long-text.tsx';
import { at, type BodyProps } from './body.ts';
import { Chip } from './chip.tsx';
import { Members, Padded } from './members.tsx';

/** Method and address as sent; beneath them the host as the network will see it, and the query taken apart. */
export function RequestBody({ action, section }: BodyProps) {
  const method = text(properties(action), 'method');
  const found = urlOf(action);
  const url = readUrl(found?.text ?? '');
  const drawn = [method !== undefined && '/action/properties/method', `/action/properties/${found?.name}`];
  return (
    <>
      <div className="flex items-baseline gap-2.5 px-3 py-2.5">
        {method !== undefined && (
          <span className="shrink-0 rounded-sm bg-raised px-1.5 py-0.5 font-mono font-semibold">
            <Hostile text={method} />
          </span>
        )}
        <div className="min-w-0 flex-1 font-mono">
          <LongText text={found?.text ?? ''} mono />
        </div>
      </div>
      {url && <Read url={url} />}
      <Padded>
        <Members action={action} pointers={section.pointers.filter((pointer) => !drawn.includes(pointer))} />
      </Padded>
    </>
  );
}

function Read({ url }: { url: URL }) {
  const query = [...url.searchParams];
  return (
    <dl data-aside="" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 border-line border-t px-3 py-2">
      <dt className="text-faint">host</dt>
      <dd className="font-mono [overflow-wrap:anywhere]">
        {url.host} {url.protocol !== 'https:' && <Chip tone="warns">not encrypted</Chip>}
        {url.username !== '' && <Chip tone="warns">a user name stands before the host</Chip>}
      </dd>
      {query.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a query member is its place
        <div key={index} className="contents">
          <dt className="font-mono text-muted [overflow-wrap:anywhere]">
            ?<Hostile text={name} />
          </dt>
          <dd className="font-mono [overflow-wrap:anywhere]">
            <Hostile text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A body as text where it is text, as a tree where it is JSON. */
export function PayloadBody({ action, section }: BodyProps) {
  const texts = section.pointers.filter((pointer) => typeof at(action, pointer) === 'string');
  return (
    <>
      {texts.map((pointer) => (
        <div key={pointer} className="px-3 py-2.5 empty:hidden">
          <LongText text={String(at(action, pointer))} mono />
        </div>
      ))}
      <Padded>
        <Members action={action} pointers={section.pointers.filter((pointer) => !texts.includes(pointer))} />
      </Padded>
    </>
  );
}
