import type { Action, Json } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { claim, layOut } from './lay-out.ts';
import { firstText, inFamily, list, member, number, properties, text, texts } from './members.ts';
import { counted, listed, place, quoted, sentence } from './sentence.ts';

const SOURCE = ['table', 'tables', 'dataset', 'source', 'from', 'object'] as const;
const DESTINATION = ['destination', 'target', 'to', 'bucket', 'url', 'path'] as const;
const FILTER = ['filters', 'filter', 'where'] as const;

export const dataExport: ActionKind = {
  kind: 'export',
  matches: (action) => inFamily(action, 'export', 'data.export') || action.action.name.endsWith('.export'),
  headline(action) {
    const own = properties(action);
    const rows = number(own, 'rows') ?? number(own, 'row_count');
    const from = SOURCE.flatMap((name) => texts(member(own, name)) ?? []);
    const to = destinationOf(action);
    return sentence(
      rows === undefined
        ? `Export ${from.length > 0 ? listed(from) : 'data'}`
        : `Export ${counted(rows, 'row')}${from.length > 0 ? ` of ${listed(from)}` : ''}`,
      to && `to ${quoted(to.text)}`,
      place(action, 'from'),
    );
  },
  sections: (action) =>
    layOut(action, [
      claim(
        'columns',
        'Columns',
        ...(columnsOf(action) ? ['columns'] : []),
        ...(columnsOf(action)?.fields ? ['fields'] : []),
        'classes',
      ),
      claim(
        'rows',
        'Which rows',
        ...SOURCE,
        ...FILTER,
        'statement',
        'query',
        'parameters',
        'rows',
        'row_count',
        'limit',
        'order_by',
      ),
      claim(
        'destination',
        'Where it goes',
        ...DESTINATION,
        'format',
        'compression',
        'encryption',
        'recipient',
        'recipients',
        'expires_in_seconds',
      ),
    ]),
};

export interface Column {
  name: string;
  classes: string[];
  /** The column as the Action has it; whatever else it holds is shown from here. */
  value: Json;
}

/** The columns with the data classes the Action names for them, in its order; undefined if they are of another shape. */
export function columnsOf(action: Action): { columns: Column[]; fields: boolean } | undefined {
  const own = properties(action);
  const fields = list(own, 'columns') === undefined;
  const columns = (list(own, fields ? 'fields' : 'columns') ?? []).map((value) =>
    columnFrom(value, member(own, 'classes')),
  );
  return columns.length > 0 && columns.every((column) => column !== undefined) ? { columns, fields } : undefined;
}

export function destinationOf(action: Action): { name: string; text: string } | undefined {
  const own = properties(action);
  const plain = firstText(own, DESTINATION);
  if (plain) return plain;
  const nested = member(own, 'destination');
  const url = text(nested, 'url') ?? text(nested, 'uri') ?? text(nested, 'path') ?? text(nested, 'address');
  return url === undefined ? undefined : { name: 'destination', text: url };
}

function columnFrom(value: Json, classesByName: Json | undefined): Column | undefined {
  if (typeof value === 'string')
    return { name: value, classes: texts(member(classesByName, value) ?? []) ?? [], value };
  const name = text(value, 'name') ?? text(value, 'column');
  if (name === undefined) return undefined;
  const classes = texts(member(value, 'classes') ?? member(value, 'class') ?? member(value, 'data_class') ?? []);
  return { name, classes: classes ?? [], value };
}
