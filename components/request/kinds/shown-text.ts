/**
 * What a reader can read of markup made by react-dom/server, without what stands beside the Action's own text: chips,
 * line numbers, fold labels and every other element marked `data-aside`. For tests.
 */
export function shownText(markup: string): string {
  const out: string[] = [];
  const open: boolean[] = [];
  for (const [token, close, name, attributes] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>|[^<]+/g)) {
    if (name === undefined) {
      if (!open.includes(true)) out.push(decoded(token));
    } else if (close === '/') open.pop();
    else if (!attributes?.endsWith('/') && !VOID.has(name)) open.push(/\sdata-aside=/.test(attributes ?? ''));
  }
  return out.join('');
}

const VOID = new Set(['input', 'br', 'hr', 'img', 'meta', 'link', 'wbr']);
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
}
