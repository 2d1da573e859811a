/** One line of the log a person can follow: when, which agent, what. */
export function say(who: string, what: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${who.padEnd(12)}${what.replaceAll('\n', ' ')}`);
}
