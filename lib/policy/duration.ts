const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `30m` → 1800. The text has the document's form: digits and one of s, m, h, d. */
export function seconds(duration: string): number {
  return Number(duration.slice(0, -1)) * secondsIn[duration.slice(-1) as keyof typeof secondsIn];
}
