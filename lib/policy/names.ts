/** Words that CEL does not take even behind a dot, which is where every declared name stands. */
const celKeywords: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in']);

/** Names every JavaScript object answers to. Refused, so that "absent" can never be answered by a prototype. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** A name that conditions may use: a CEL identifier that nothing else means. */
export function isFactName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name) && !celKeywords.has(name) && !isInherited(name);
}

/** A name of a rule, group, requirement or risk clause. */
export function isEntryName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name) && !isInherited(name);
}

/** Does `pattern`, in which a `*` may stand only at the end, cover `text`? Byte by byte, no case folding. */
export function covers(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}
