import { randomBytes, randomUUID } from 'node:crypto';

/** The caller's X-Request-ID where it is one (at most 128 visible ASCII characters), else a fresh one. */
export function requestId(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given !== null && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
}

/** The trace the caller is in (W3C Trace Context), else a new one: what a person quotes when we failed. */
export function traceId(request: Request): string {
  const given = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(request.headers.get('traceparent') ?? '')?.[1];
  return given && !/^0+$/.test(given) ? given : randomBytes(16).toString('hex');
}
