import type { PolicyProblem } from './problem.ts';
import type { Locate, PathStep } from './read-yaml.ts';

/** Gathers what is to be said about a document, each finding with its place. */
export class Findings {
  readonly errors: PolicyProblem[] = [];
  readonly warnings: PolicyProblem[] = [];
  readonly #locate: Locate;

  constructor(locate: Locate) {
    this.#locate = locate;
  }

  error(path: readonly PathStep[], code: string, detail: string, about?: { rule?: string; offset?: number }): void {
    this.errors.push(this.#finding(path, code, detail, about));
  }

  warn(path: readonly PathStep[], code: string, detail: string, about?: { rule?: string; offset?: number }): void {
    this.warnings.push(this.#finding(path, code, detail, about));
  }

  #finding(
    path: readonly PathStep[],
    code: string,
    detail: string,
    about: { rule?: string; offset?: number } = {},
  ): PolicyProblem {
    return { ...this.#locate(path, about.offset), ...(about.rule ? { rule: about.rule } : {}), code, detail };
  }
}
