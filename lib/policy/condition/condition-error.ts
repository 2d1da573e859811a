/** Why a condition was not accepted. Thrown inside lib/policy/condition, where it is caught and turned into a finding. */
export class ConditionError extends Error {
  readonly code: string;
  readonly detail: string;
  /** Position in the condition's text. */
  readonly at: number;

  constructor(code: string, detail: string, at = 0) {
    super(`${code}: ${detail}`);
    this.name = 'ConditionError';
    this.code = code;
    this.detail = detail;
    this.at = at;
  }
}
