/** What a run did, for its Outcome. */
export interface Ran {
  summary: string;
  rows?: number;
  resources?: number;
  /** SHA-256 of what came out of it, base64url. */
  resultDigest?: string;
  answer?: Record<string, unknown>[];
}
