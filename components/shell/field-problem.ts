import { ProblemError } from './api.ts';

interface Told {
  pointer: string;
  detail: string;
}

function told(error: unknown): readonly Told[] {
  const errors = error instanceof ProblemError ? error.problem.errors : undefined;
  return Array.isArray(errors) ? (errors as Told[]) : [];
}

/** What the server found wrong with the member at this pointer, or with an entry of it if it is a list. */
export function fieldProblem(error: unknown, pointer: string): string | undefined {
  return told(error).find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
}

/** As `fieldProblem`, for a list: with the entry that is meant, as it was sent. */
export function entryProblem(error: unknown, pointer: string, sent: readonly string[]): string | undefined {
  const found = told(error).find((one) => one.pointer.startsWith(`${pointer}/`));
  if (!found) return fieldProblem(error, pointer);
  const entry = sent[Number(found.pointer.slice(pointer.length + 1))];
  return entry === undefined ? found.detail : `“${entry}”: ${found.detail}`;
}

/** Whether everything the server said about this call is said beside a field that has one of these pointers. */
export function saidBesideFields(error: unknown, pointers: readonly string[]): boolean {
  const all = told(error);
  return all.length > 0 && all.every(({ pointer }) => pointers.some((one) => `${pointer}/`.startsWith(`${one}/`)));
}
