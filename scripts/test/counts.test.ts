import { describe, expect, test } from 'vitest';
import { checkCounts, playwrightCounts, sum, vitestCounts } from './counts.ts';

describe('the last line of npm test', () => {
  test('a runner that fails without a failed test is not counted as green', () => {
    expect(vitestCounts({ numPassedTests: 7, numFailedTests: 0 }, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(playwrightCounts(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(checkCounts(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a story that needed a second try has failed', () => {
    expect(playwrightCounts({ stats: { expected: 3, unexpected: 1, flaky: 2, skipped: 4 } }, 1)).toEqual({
      passed: 3,
      failed: 3,
      skipped: 4,
    });
  });

  test('adds up every runner', () => {
    const all = [checkCounts(0), vitestCounts({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 }, 0)];
    expect(sum(all)).toEqual({ passed: 6, failed: 0, skipped: 2 });
  });
});
