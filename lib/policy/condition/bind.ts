/** Facts as the condition engine reads them: one instance per fact group, integers as BigInt, absent members absent. */
export type Bound = Readonly<Record<string, object>> & { readonly __bound?: never };
