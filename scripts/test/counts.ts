/** How many tests had which end. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A check that either holds or not: one test. */
export function checkCounts(exitCode: number): Counts {
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

/** What Vitest's JSON report says. */
export function vitestCounts(report: unknown, exitCode: number): Counts {
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
  } = (report ?? {}) as Record<string, number>;
  return honest({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }, exitCode);
}

/** What Playwright's JSON report says. A story that passed only when it was repeated has failed. */
export function playwrightCounts(report: unknown, exitCode: number): Counts {
  const {
    expected = 0,
    unexpected = 0,
    flaky = 0,
    skipped = 0,
  } = (report as { stats?: Record<string, number> } | undefined)?.stats ?? {};
  return honest({ passed: expected, failed: unexpected + flaky, skipped }, exitCode);
}

/** A runner that failed without a failed test (a file that does not load, a server that does not start) counts as one. */
function honest(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
