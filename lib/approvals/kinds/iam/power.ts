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

export interface Comparison {
  /** Powers after that nothing before clearly included, and denials that are gone. */
  gained: Power[];
  lost: Power[];
  kept: Power[];
}

/**
 * What a change gives and takes away. Errs on the side of "gained": a power counts as had before only if an allow
 * without a narrower condition clearly covers it, wildcards read as in the document.
 */
export function compare(before: readonly Power[], after: readonly Power[]): Comparison {
  const included = (power: Power, among: readonly Power[]) => among.some((other) => includes(other, power));
  const gainedAllow = after.filter((power) => power.effect === 'allow' && !included(power, before));
  const liftedDeny = before.filter((power) => power.effect === 'deny' && !included(power, after));
  const lostAllow = before.filter((power) => power.effect === 'allow' && !included(power, after));
  const addedDeny = after.filter((power) => power.effect === 'deny' && !included(power, before));
  return {
    gained: [...gainedAllow, ...liftedDeny],
    lost: [...lostAllow, ...addedDeny],
    kept: after.filter((power) => included(power, before)),
  };
}

function includes(wide: Power, narrow: Power): boolean {
  return (
    wide.effect === narrow.effect &&
    wide.who === narrow.who &&
    (wide.when === '' || wide.when === narrow.when) &&
    covers(wide.what.toLowerCase(), narrow.what.toLowerCase()) &&
    covers(wide.on, narrow.on)
  );
}

/** "Everything but s3:*" covers less than "everything but s3:GetObject", so such names are never read as patterns. */
function covers(wide: string, narrow: string): boolean {
  if (wide === '*' || wide === narrow) return true;
  return !wide.startsWith(ALL_BUT) && !narrow.startsWith(ALL_BUT) && matches(wide, narrow);
}

/** Whether a pattern with `*` and `?` covers another text; a `*` in that text is covered only by a `*`. Linear, no regular expression. */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
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
