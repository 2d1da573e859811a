/** Facts as the condition engine reads them: one instance per group, integers as BigInt, absent members absent. */
export type Bound = Readonly<Record<string, object>>;

class OverLimit {}

/** Stands where a value is beyond the limits. The engine knows no such type, so reading it is an error, has() too. */
export const overLimit: object = Object.freeze(new OverLimit());
