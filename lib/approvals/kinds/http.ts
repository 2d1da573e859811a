import type { Action } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { claim, layOut } from './lay-out.ts';
import { firstText, inFamily, properties, text } from './members.ts';
import { quoted, sentence } from './sentence.ts';

export const http: ActionKind = {
  kind: 'http',
  matches: (action) => inFamily(action, 'http', 'https', 'webhook', 'api') && urlOf(action) !== undefined,
  headline(action) {
    const method = (text(properties(action), 'method') ?? 'GET').toUpperCase();
    const found = urlOf(action)?.text ?? '';
    const url = readUrl(found);
    const target = url ? `${url.host}${url.pathname}` : found;
    return sentence(`Send ${quoted(method)} to ${quoted(target)}`, url?.search ? 'with a query' : undefined);
  },
  sections(action) {
    const name = urlOf(action)?.name;
    return layOut(action, [
      claim('request', 'Request', 'method', ...(name ? [name] : []), 'query'),
      claim('headers', 'Headers', 'headers'),
      claim('body', 'Body', 'body', 'json', 'form', 'data'),
    ]);
  },
};

export function urlOf(action: Action): { name: string; text: string } | undefined {
  return firstText(properties(action), ['url', 'uri', 'endpoint']);
}

/** A URL taken apart, its host in Punycode; undefined if it is none. */
export function readUrl(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
