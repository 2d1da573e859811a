import type { ShopTx } from './shop.ts';

/** A thing an agent looked at or tried, in the order it did; goes along as evidence. */
export interface TraceStep {
  at: string;
  kind: 'tool' | 'human' | 'model' | 'prompt';
  summary: string;
}

export type Row = Record<string, string | number | boolean | null>;

/** An agent's look at the shop: every query it makes is noted, so that a reviewer can see what it knew. */
export class Look {
  readonly trace: TraceStep[] = [];
  readonly #tx: ShopTx;

  constructor(tx: ShopTx) {
    this.#tx = tx;
  }

  async rows(statement: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { rows, rowCount } = await this.#tx.query(statement, [...parameters]);
    this.note(`${oneLine(statement)}${bound(parameters)} → ${says(rows, rowCount ?? 0)}`);
    return rows;
  }

  /** The single number a query answers with. */
  async number(statement: string, parameters: readonly unknown[] = []): Promise<number> {
    const [row] = await this.rows(statement, parameters);
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  /** Do what is proposed, in a transaction that its caller rolls back. Answers how many rows it touched. */
  async attempt(statement: string, parameters: readonly unknown[] = []): Promise<number> {
    const { rowCount } = await this.#tx.query(statement, [...parameters]);
    this.note(`tried and rolled back: ${oneLine(statement)}${bound(parameters)} → ${says([], rowCount ?? 0)}`);
    return rowCount ?? 0;
  }

  note(summary: string, kind: TraceStep['kind'] = 'tool'): void {
    this.trace.push({ at: new Date().toISOString(), kind, summary: summary.slice(0, 2000) });
  }
}

function oneLine(statement: string): string {
  return statement.replaceAll(/\s+/g, ' ').trim();
}

function bound(parameters: readonly unknown[]): string {
  return parameters.length === 0 ? '' : ` with ${JSON.stringify(parameters)}`;
}

function says(rows: readonly Row[], count: number): string {
  const [first] = rows;
  const single = first && rows.length === 1 ? Object.values(first) : [];
  return single.length === 1 ? String(single[0]) : `${count} ${count === 1 ? 'row' : 'rows'}`;
}
