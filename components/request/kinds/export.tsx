import { columnsOf } from '#lib/approvals/kinds/export.ts';
import { childrenOf } from '#lib/approvals/kinds/pointers.ts';
import { readSql } from '#lib/approvals/kinds/sql/statements.ts';
import { Hostile } from '../text/hostile.tsx';
import { at, type BodyProps } from './body.ts';
import { Chip } from './chip.tsx';
import { JsonTree } from './json-tree.tsx';
import { Members, Padded } from './members.tsx';
import { Sql } from './sql.tsx';

/** The columns that leave, in their order, with the classes of data they hold. */
export function ColumnsBody({ action, section }: BodyProps) {
  const columns = columnsOf(action)?.columns ?? [];
  const rest = section.pointers.filter((pointer) => pointer === '/action/properties/classes' || columns.length === 0);
  return (
    <>
      <ol className="grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] gap-x-4 px-3 py-2">
        {columns.map(({ name, classes, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <li key={index} className="flex min-h-7 flex-wrap items-center gap-1.5 border-line border-b py-1">
            <span className="font-mono [overflow-wrap:anywhere]">
              <Hostile text={name} />
            </span>
            {classes.map((one) => (
              <Chip key={one} tone="changes">
                <Hostile text={one} />
              </Chip>
            ))}
            {childrenOf(value).length > 1 + (classes.length > 0 ? 1 : 0) && (
              <div className="w-full">
                <JsonTree
                  branches={childrenOf(value).map(([key, child]) => ({
                    names: [key],
                    pointer: `/${key}`,
                    value: child,
                  }))}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      <Padded>
        <Members action={action} pointers={rest} />
      </Padded>
    </>
  );
}

/** Which rows: a query is shown as SQL, everything else as it is. */
export function RowsBody({ action, section }: BodyProps) {
  const queries = section.pointers.filter(
    (pointer) => /\/(statement|query)$/.test(pointer) && typeof at(action, pointer) === 'string',
  );
  const texts = queries
    .map((pointer) => String(at(action, pointer)))
    .filter((text) => readSql(text).statements.length > 0);
  const drawn = texts.length === queries.length ? queries : [];
  return (
    <>
      {drawn.length > 0 && <Sql texts={texts} />}
      <Padded>
        <Members action={action} pointers={section.pointers.filter((pointer) => !drawn.includes(pointer))} />
      </Padded>
    </>
  );
}
