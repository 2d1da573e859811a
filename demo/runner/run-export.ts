import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Action } from '@countersign/sdk';
import type { ShopTx } from '../shop/shop.ts';
import type { Ran } from './ran.ts';
import { integer, parameters, propertiesOf, Stopped, text } from './read-action.ts';
import { runStatement } from './run-sql.ts';

/** Write what the approved query finds to the approved file, as CSV (RFC 4180). */
export async function runExport(tx: ShopTx, action: Action, folder: string): Promise<Ran> {
  const properties = propertiesOf(action);
  const file = placeOf(folder, text(properties, 'destination'));
  const bound = integer(properties, 'max_rows');
  const { fields, rows } = await runStatement(tx, text(properties, 'statement'), parameters(properties));
  if (rows.length > bound)
    throw new Stopped(`It finds ${rows.length} rows where ${bound} were approved. No file was made.`);
  const columns = fields.map(({ name }) => name);
  mustBeTheColumns(columns, properties.columns);

  const csv = `${[columns, ...rows.map((row) => columns.map((name) => row[name]))].map(line).join('\r\n')}\r\n`;
  await writeWhole(file, csv);
  return {
    summary: `Wrote ${rows.length} rows to ${text(properties, 'destination')} (${Buffer.byteLength(csv)} bytes).`,
    rows: rows.length,
    resultDigest: createHash('sha256').update(csv).digest('base64url'),
  };
}

/** Inside the folder for exports, whatever dots the name holds. */
function placeOf(folder: string, destination: string): string {
  const file = join(folder, destination);
  const inside = relative(folder, file);
  if (inside === '' || inside.split(sep)[0] === '..')
    throw new Stopped('The approved file is outside the export folder.');
  return file;
}

function mustBeTheColumns(found: readonly string[], approved: unknown): void {
  const names = Array.isArray(approved) ? approved.map((column) => String(column?.name ?? column)) : [];
  if (names.join() === found.join()) return;
  throw new Stopped(`The query has the columns ${found.join(', ')}; approved were ${names.join(', ') || 'none'}.`);
}

function line(values: readonly unknown[]): string {
  return values.map(cell).join(',');
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe: names are in customers' hands. */
function cell(value: unknown): string {
  const plain = value instanceof Date ? value.toISOString() : String(value ?? '');
  const harmless = /^[=+@\t\r-]/.test(plain) && typeof value === 'string' ? `'${plain}` : plain;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The whole file or none: it gets its name when its last byte is on disk. */
async function writeWhole(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}
