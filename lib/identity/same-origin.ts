import { env } from '../env.ts';
import { Refusal } from '../errors/refusal.ts';

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const bodyMethods = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Lets a person's call pass that only our own pages can have made.
 *
 * The browser writes `Origin` and `Sec-Fetch-Site`; a page elsewhere controls neither. A body has to be JSON, which no
 * form can send. Calls that change nothing pass: their answers are kept from other origins by the browser.
 *
 * @throws Refusal `cross_origin`, or `unsupported_media_type` for a body of ours that is not JSON
 */
export function assertSameOrigin(headers: Headers, method: string, publicUrl: string = env().PUBLIC_URL): void {
  if (readingMethods.has(method.toUpperCase())) return;

  const site = headers.get('sec-fetch-site');
  if (headers.get('origin') !== new URL(publicUrl).origin || (site !== null && site !== 'same-origin')) {
    throw new Refusal('cross_origin', 'This call did not come from a page of this console.');
  }
  if (bodyMethods.has(method.toUpperCase()) && mediaType(headers) !== 'application/json') {
    throw new Refusal('unsupported_media_type', 'The body has to be application/json.');
  }
}

function mediaType(headers: Headers): string | undefined {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}
