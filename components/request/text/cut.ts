/** A text in two: what is shown at once and what is folded, the second empty if all of it may stand. Never cuts a character. */
export function cut(text: string, maxLines: number, maxCharacters: number): [string, string] {
  let end = 0;
  for (let line = 0; line < maxLines && end < text.length; line += 1) {
    const next = text.indexOf('\n', end);
    end = next < 0 ? text.length : next + 1;
  }
  if (end > maxCharacters)
    end = /[\ud800-\udbff]/.test(text[maxCharacters - 1] ?? '') ? maxCharacters - 1 : maxCharacters;
  // A fold that hides next to nothing costs more than it saves.
  if (text.length - end < 160 && text.slice(end).split('\n').length <= 3) return [text, ''];
  return [text.slice(0, end), text.slice(end)];
}

/** "118 more lines", or characters where it is one long line. */
export function remainder(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n').length;
  const count = lines > 2 ? lines : text.length;
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} more ${lines > 2 ? 'lines' : 'characters'}`;
}
