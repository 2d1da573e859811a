import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Proposal } from './proposal.ts';

/** Something that was asked for and has not ended, exactly as it was asked, so that it can be asked again. */
export interface Step {
  /** Unique for ever: the Idempotency-Key of the Request and the name of the run. */
  key: string;
  number: number;
  errand: string;
  proposal: Proposal;
}

interface Kept {
  run: string;
  filed: number;
  open: Step[];
}

/**
 * What the agents remember from one start to the next: which steps are open.
 *
 * A step is written down before it is asked for. After a crash the same key and the same words find the same Request,
 * so nothing is asked twice and nothing runs twice.
 */
export class Memory {
  readonly #file: string;
  readonly #kept: Kept;

  constructor(file: string) {
    this.#file = file;
    this.#kept = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
      : { run: `run-${randomUUID()}`, filed: 0, open: [] };
  }

  get run(): string {
    return this.#kept.run;
  }

  get open(): readonly Step[] {
    return this.#kept.open;
  }

  /** The number the next step will have. */
  get next(): number {
    return this.#kept.filed;
  }

  begin(errand: string, proposal: Proposal): Step {
    const number = this.#kept.filed;
    const step = { key: `${this.run}:${number}`, number, errand, proposal };
    this.#kept.filed += 1;
    this.#kept.open.push(step);
    this.#write();
    return step;
  }

  end(step: Step): void {
    this.#kept.open = this.#kept.open.filter(({ key }) => key !== step.key);
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#kept), { mode: 0o600 });
    chmodSync(`${this.#file}.new`, 0o600);
    renameSync(`${this.#file}.new`, this.#file);
  }
}
