/**
 * JSON text with line breaks and blanks added between its parts and nothing else touched.
 *
 * Not parsed and printed again: a JavaScript object would put a member named "10" first, and what is on the screen has
 * to be in the order in which it is hashed.
 */
export function indented(json: string): string {
  const out: string[] = [];
  let depth = 0;
  let opened = false;
  const line = () => out.push(`\n${'  '.repeat(depth)}`);
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+|./gs)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    // A break after an opening bracket and before a closing one, and none between the two of an empty pair.
    if (opened !== closes) line();
    opened = token === '{' || token === '[';
    if (opened) depth += 1;
    out.push(token === ':' ? ': ' : token);
    if (token === ',') line();
  }
  return out.join('');
}
