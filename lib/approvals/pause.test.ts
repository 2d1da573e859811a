import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pausedUntil, resumedAt, runningSeconds } from './pause.ts';

const start = Date.parse('2026-11-24T10:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const clock = (given: number, change: Partial<Parameters<typeof pausedUntil>[0]> = {}) => ({
  askedAt: at(0),
  expiresAt: at(given),
  pausedAt: null,
  pausedSeconds: null,
  now: at(0),
  ...change,
});

const times = fc.record({
  given: fc.integer({ min: 30, max: 604_800 }),
  asked: fc.double({ min: 0, max: 1, noNaN: true }),
  silent: fc.integer({ min: 0, max: 604_800 }),
});

describe('E9: a question stops the clock', () => {
  test('for half of the time that was given, and a second question for none', () => {
    expect(pausedUntil(clock(3600))).toEqual(at(5400));
    expect(pausedUntil(clock(5400, { pausedAt: at(60) }))).toBeNull();
    expect(pausedUntil(clock(3700, { pausedSeconds: 100 }))).toBeNull();
    expect(pausedUntil(clock(3600, { pausedSeconds: 0 }))).toBeNull();
  });

  test('an answer makes the deadline what it would be had the clock stood still, and never later than half as much again', () => {
    fc.assert(
      fc.property(times, ({ given, asked, silent }) => {
        const pausedAt = at(Math.floor(given * asked));
        const until = pausedUntil(clock(given, { now: pausedAt }))!;
        const now = new Date(pausedAt.getTime() + silent * 1000);
        const { expiresAt } = resumedAt(clock(0, { expiresAt: until, pausedAt, now }))!;
        const stood = Math.min(silent, given / 2);
        expect(Math.abs(expiresAt.getTime() - at(given + stood).getTime())).toBeLessThanOrEqual(1);
        expect(expiresAt.getTime()).toBeLessThanOrEqual(until.getTime());
      }),
    );
  });

  test('escalation’s clock never runs backwards, nor ahead of the time that passed', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 604_800 }), ({ given, asked, silent }, later) => {
        const pausedAt = at(Math.floor(given * asked));
        const expiresAt = pausedUntil(clock(given, { now: pausedAt }))!;
        const running = (now: Date) => runningSeconds(clock(0, { expiresAt, pausedAt, now }));
        const [one, two] = [
          new Date(pausedAt.getTime() + silent * 1000),
          new Date(pausedAt.getTime() + (silent + later) * 1000),
        ];
        expect(running(two)).toBeGreaterThanOrEqual(running(one));
        expect(running(one)).toBeLessThanOrEqual((one.getTime() - start) / 1000);
        if (silent <= given / 2) expect(running(one)).toBeCloseTo((pausedAt.getTime() - start) / 1000, 3);
      }),
    );
  });
});
