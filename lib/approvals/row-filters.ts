import type { RequestState, RiskLevel } from '#protocol/wire.ts';

/** What a list can be narrowed by: anything on the row. Times are RFC 3339. */
export interface RowFilters {
  state?: RequestState | string;
  agent?: string;
  subject?: string;
  action?: string;
  resource?: string;
  risk?: RiskLevel | string;
  environment?: string;
  from?: string;
  to?: string;
  /** Part of the headline, the agent's name, the action or the resource. */
  q?: string;
}

/** Conditions and their parameters, written so that no value ever becomes SQL. */
export class Conditions {
  readonly values: unknown[];
  readonly #texts: string[] = [];

  constructor(values: readonly unknown[] = []) {
    this.values = [...values];
  }

  /** Add a condition; each `?` stands for the next of `values`. */
  and(text: string, ...values: unknown[]): void {
    let next = 0;
    this.#texts.push(
      text.replaceAll('?', () => {
        this.values.push(values[next++]);
        return `$${this.values.length}`;
      }),
    );
  }

  /** Add whatever of the filters is there. */
  filter(filters: RowFilters): void {
    if (filters.state) this.and('r.state = ?', filters.state);
    if (filters.agent) this.and('(r.agent_id = ? OR a.name = ?)', filters.agent, filters.agent);
    if (filters.risk) this.and('r.risk_level = ?', filters.risk);
    if (filters.environment) this.and('r.environment = ?', filters.environment);
    if (filters.action) this.and('r.action_name = ?', filters.action);
    if (filters.subject)
      this.and(`(r.subject_id = ? OR r.subject_type || ':' || r.subject_id = ?)`, filters.subject, filters.subject);
    if (filters.resource)
      this.and(
        `(r.resource_id = ? OR r.resource_type || ':' || r.resource_id = ?)`,
        filters.resource,
        filters.resource,
      );
    if (filters.from) this.and('r.created_at >= ?', filters.from);
    if (filters.to) this.and('r.created_at <= ?', filters.to);
    if (filters.q) {
      const like = `%${filters.q.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
      this.and(
        '(r.headline ILIKE ? OR a.name ILIKE ? OR r.action_name ILIKE ? OR r.resource_id ILIKE ? OR r.id = ?)',
        like,
        like,
        like,
        like,
        filters.q,
      );
    }
  }

  toString(): string {
    return this.#texts.length === 0 ? 'true' : this.#texts.join(' AND ');
  }
}
