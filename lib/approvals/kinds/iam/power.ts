/**
 * One thing somebody may do, or may not: the smallest unit in which two access documents are compared.
 * Every string is the caller's.
 */
export interface Power {
  who: string;
  effect: 'allow' | 'deny';
  /** What may be done: `s3:GetObject`, `SELECT`, `roles/owner`. May hold `*`. */
  what: string;
  /** On what: an ARN, `table customers`, a scope. May hold `*`. */
  on: string;
  /** The condition under which it holds, as canonical JSON; empty for none. */
  when: string;
}

/** How a power over all but what is named begins. */
export const ALL_BUT = 'not: ';

/**
 * More than this nobody reads as a list. Lists of names multiply, and whoever wrote them would choose how long we count;
 * a document that gives more is shown as it stands.
 */
export const MOST_POWERS = 5000;

/** Whether so many of each make more powers than that. */
export function tooMany(...lists: readonly (readonly unknown[])[]): boolean {
  return lists.reduce((count, list) => count * list.length, 1) > MOST_POWERS;
}

// About a tenth of a second.
const MOST_STEPS = 2_000_000;

/** What is left to spend on one comparison. */
interface Work {
  left: number;
}

export interface Comparison {
  /** Powers after that nothing before clearly included, and denials that are gone. */
  gained: Power[];
  lost: Power[];
  kept: Power[];
}

/**
 * What a change gives and takes away. Errs on the side of "gained": a power counts as had before only if an allow
 * without a narrower condition clearly covers it, wildcards read as in the document. Undefined where comparing would take
 * too long: half a comparison would mislead.
 */
export function compare(before: readonly Power[], after: readonly Power[]): Comparison | undefined {
  const work: Work = { left: MOST_STEPS };
  const included = (power: Power, among: readonly Power[]) => among.some((other) => includes(other, power, work));
  const gainedAllow = after.filter((power) => power.effect === 'allow' && !included(power, before));
  const liftedDeny = before.filter((power) => power.effect === 'deny' && !included(power, after));
  const lostAllow = before.filter((power) => power.effect === 'allow' && !included(power, after));
  const addedDeny = after.filter((power) => power.effect === 'deny' && !included(power, before));
  const kept = after.filter((power) => included(power, before));
  if (work.left < 0) return undefined;
  return { gained: [...gainedAllow, ...liftedDeny], lost: [...lostAllow, ...addedDeny], kept };
}

function includes(wide: Power, narrow: Power, work: Work): boolean {
  work.left -= 1 + (wide.what.length + narrow.what.length) / 16;
  return (
    work.left >= 0 &&
    wide.effect === narrow.effect &&
    wide.who === narrow.who &&
    (wide.when === '' || wide.when === narrow.when) &&
    covers(wide.what.toLowerCase(), narrow.what.toLowerCase(), work) &&
    covers(wide.on, narrow.on, work)
  );
}

/** "Everything but s3:*" covers less than "everything but s3:GetObject", so such names are never read as patterns. */
function covers(wide: string, narrow: string, work: Work): boolean {
  if (wide === '*' || wide === narrow) return true;
  return !wide.startsWith(ALL_BUT) && !narrow.startsWith(ALL_BUT) && matches(wide, narrow, work);
}

/** Whether a pattern with `*` and `?` covers another text; a `*` in that text is covered only by a `*`. Gives up, as not covered, when the work runs out. */
export function matches(pattern: string, text: string, work: Work = { left: MOST_STEPS }): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    work.left -= 1;
    if (work.left < 0) return false;
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === text[t] || (pattern[p] === '?' && text[t] !== '*'))) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

const FAR: readonly (readonly [RegExp, string])[] = [
  [/^\*$|^\*:\*$/, 'everything'],
  [/^[\w-]+:\*$/, 'every operation of a service'],
  [/^iam:(\*|passrole|create|put|attach|update|add|set|delete)/i, 'can change who may do what'],
  [/^sts:(\*|assumerole)/i, 'can act as somebody else'],
  [/^not: /, 'everything except what is named'],
  [/administratoraccess|poweruseraccess|iamfullaccess/i, 'administrator rights'],
  [/^(roles\/)?(owner|editor|iam\.|resourcemanager\..*admin)/i, 'administrator rights'],
  [/^(owner|contributor|user access administrator)$/i, 'administrator rights'],
  [/^microsoft\.authorization\/(\*|roleassignments\/(\*|write))/i, 'can change who may do what'],
  [/^(all|all privileges)$/i, 'every privilege'],
  [
    /superuser|createrole|bypassrls|pg_execute_server_program|pg_write_server_files|rds_superuser/i,
    'server-wide rights',
  ],
  [/with (grant|admin) option/i, 'may be passed on'],
];

/** Why a power reaches far, in words, or undefined. What it does not know it does not call harmless: it says nothing. */
export function reach(power: Power): string | undefined {
  if (power.effect === 'deny') return undefined;
  const reasons = FAR.filter(([pattern]) => pattern.test(power.what)).map(([, reason]) => reason);
  if (/^(\*|public|allusers|allauthenticatedusers|aws:\*)$/i.test(power.who)) reasons.unshift('for anybody');
  if (power.on === '*' && reasons.length > 0) reasons.push('on every resource');
  return reasons.length > 0 ? [...new Set(reasons)].slice(0, 3).join(', ') : undefined;
}
