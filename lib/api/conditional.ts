import type { Answer } from './define-route.ts';

/** A Request's version as a strong entity tag. */
export function etag(version: number): string {
  return `"${version}"`;
}

/** The version in If-None-Match, if it is one of ours. A list or `*` is none: then everything is news. */
export function knownVersion(ifNoneMatch: string | undefined): number | undefined {
  const tag = /^(?:W\/)?"(\d{1,9})"$/.exec(ifNoneMatch ?? '')?.[1];
  return tag === undefined ? undefined : Number(tag);
}

export function notModified(version: number): Answer {
  return { status: 304, headers: { ETag: etag(version) } };
}
