import { isDigest } from './action.ts';
import { isId } from './id.ts';
import type { Assurance, GrantBasis } from './wire.ts';

/** How hard it is to go round the executor. */
export type Grade = 'structural' | 'network' | 'cooperative';

/** What a grant says: this digest was approved, for this executor, for so long, so many times. */
export interface GrantClaims {
  iss: string;
  aud: string[];
  sub: string;
  act: { sub: string; act?: GrantClaims['act'] };
  jti: string;
  txn: string;
  ver: 1;
  iat: number;
  nbf: number;
  exp: number;
  digest: string;
  rev: number;
  authorization_details: GrantDetail[];
  pol: { name: string; version: number; digest: string };
  apr: { slot: string; decision: string; assurance: Assurance }[];
  basis: GrantBasis;
  uses: number;
  exec: { id: string; grade: Grade };
  leaf?: string;
  cnf?: { jkt: string };
}

/** RFC 9396: what the grant permits, in the words of the Action. */
export interface GrantDetail {
  type: 'agent_action';
  action: string;
  resource: { type: string; id: string };
  digest: string;
}

const bases: readonly unknown[] = ['decisions', 'policy', 'standing', 'break_glass', 'solo'];
const grades: readonly unknown[] = ['structural', 'network', 'cooperative'];

type Claims = Record<string, unknown>;
type Rule = (claims: Claims) => boolean;

/** Every claim that a decision is made on, by its form. Unknown claims may come with a later version and are ignored. */
const rules: readonly Rule[] = [
  ({ ver }) => ver === 1,
  ({ iss }) => typeof iss === 'string',
  ({ aud }) => Array.isArray(aud) && aud.every((name) => typeof name === 'string'),
  ({ sub }) => typeof sub === 'string' && sub.includes(':'),
  ({ act }) => isObject(act) && typeof act.sub === 'string',
  ({ jti }) => isId(jti, 'grt'),
  ({ txn }) => isId(txn, 'req'),
  ({ iat, nbf, exp }) => isSeconds(iat) && isSeconds(nbf) && isSeconds(exp) && nbf < exp,
  ({ digest }) => isDigest(digest),
  ({ rev }) => isCount(rev),
  ({ authorization_details: details, digest }) => isDetails(details, digest),
  ({ pol }) => isObject(pol) && typeof pol.name === 'string' && isSeconds(pol.version) && isDigest(pol.digest),
  ({ apr }) => Array.isArray(apr) && apr.every(isApproval),
  ({ basis }) => bases.includes(basis),
  ({ uses }) => isCount(uses) && uses <= 100,
  ({ exec, aud }) => isObject(exec) && grades.includes(exec.grade) && (aud as unknown[]).includes(exec.id),
  ({ leaf }) => leaf === undefined || isDigest(leaf),
  ({ cnf }) => cnf === undefined || (isObject(cnf) && isDigest(cnf.jkt)),
];

/** Whether a signed payload has the form of our grant. The signature says who wrote it; this says it can be read. */
export function isGrantClaims(value: unknown): value is GrantClaims {
  return isObject(value) && rules.every((holds) => holds(value));
}

/** A grant permits exactly one thing, and says the same digest in both places. */
function isDetails(details: unknown, digest: unknown): boolean {
  if (!Array.isArray(details) || details.length !== 1) return false;
  const [detail] = details as unknown[];
  return (
    isObject(detail) &&
    detail.type === 'agent_action' &&
    typeof detail.action === 'string' &&
    isObject(detail.resource) &&
    detail.digest === digest
  );
}

function isApproval(value: unknown): boolean {
  return isObject(value) && typeof value.slot === 'string' && isId(value.decision, 'dec');
}

function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
