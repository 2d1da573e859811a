/**
 * Whether `type:id` is covered by a pattern that an administrator put on an agent.
 *
 * Byte by byte: no case folding, no normalisation, no decoding. The type is always literal. The id may hold one `*`,
 * which stands for one or more characters: `user:*@demo.test`, `project:web-*`, `service:*`. Anything that is not such
 * a pattern covers nothing.
 */
export function coversSubject(pattern: string, subject: { type: string; id: string }): boolean {
  if (!isSubjectPattern(pattern)) return false;
  const colon = pattern.indexOf(':');
  if (pattern.slice(0, colon) !== subject.type) return false;
  const wanted = pattern.slice(colon + 1);
  const star = wanted.indexOf('*');
  if (star < 0) return wanted === subject.id;
  const [before, after] = [wanted.slice(0, star), wanted.slice(star + 1)];
  return (
    subject.id.length > before.length + after.length && subject.id.startsWith(before) && subject.id.endsWith(after)
  );
}

/** `type:id` with a literal type and at most one `*` in the id. */
export function isSubjectPattern(text: string): boolean {
  return /^[A-Za-z0-9_.-]{1,64}:[^*]*\*?[^*]*$/u.test(text) && !text.endsWith(':') && text.length <= 256;
}
