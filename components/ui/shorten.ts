/** The first and last characters, which is how people compare ids. */
export function shorten(value: string): string {
  return value.length > 16 ? `${value.slice(0, 8)}…${value.slice(-4)}` : value;
}
