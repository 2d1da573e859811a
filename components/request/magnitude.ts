/**
 * How many powers of ten a figure spans, 0 to 7, or nothing where it is not a figure.
 *
 * Reviewers misread digits when tired; 1,823 and 18,231 look alike, four steps and five do not.
 */
export function magnitude(value: string): number | undefined {
  const digits = /^[\d,\u202f\u00a0 ]+(\.\d+)?$/.test(value.trim()) ? Number(value.replace(/[^\d.]/g, '')) : Number.NaN;
  if (!Number.isFinite(digits)) return undefined;
  return digits < 1 ? 0 : Math.min(7, Math.floor(Math.log10(digits)) + 1);
}
