import { describe, expect, test } from 'vitest';
import { isOpen, isZone, nextOpening, zonedTime } from './calendar.ts';
import type { CalendarEntry } from './document.ts';

const paris = 'Europe/Paris';
const at = (text: string) => new Date(text);
const weekly = (days: string[], from: string, to: string) => ({ days, from, to }) as CalendarEntry;
const office = weekly(['mon', 'tue', 'wed', 'thu', 'fri'], '08:00', '19:00');
const nights = weekly(['sat'], '22:00', '06:00');

describe('E5: calendars follow the zone’s wall clock', () => {
  test('the same hour of the wall opens an hour earlier in UTC once summer time has begun', () => {
    expect(isOpen(office, paris, at('2026-03-27T06:59:00Z'))).toBe(false);
    expect(isOpen(office, paris, at('2026-03-27T07:00:00Z'))).toBe(true);
    expect(isOpen(office, paris, at('2026-03-30T05:59:59Z'))).toBe(false);
    expect(isOpen(office, paris, at('2026-03-30T06:00:00Z'))).toBe(true);
  });

  test('a window across midnight belongs to the day on which it began', () => {
    expect(isOpen(nights, paris, at('2026-01-10T21:00:00Z'))).toBe(true); // Saturday 22:00
    expect(isOpen(nights, paris, at('2026-01-11T04:59:00Z'))).toBe(true); // Sunday 05:59
    expect(isOpen(nights, paris, at('2026-01-11T05:00:00Z'))).toBe(false);
    expect(isOpen(nights, paris, at('2026-01-10T04:00:00Z'))).toBe(false); // Saturday 05:00, Friday's night
  });

  test('a window across the hour that does not exist, and across the one that comes twice', () => {
    const small = weekly(['sun'], '02:30', '03:30');
    expect(isOpen(small, paris, at('2026-03-29T01:00:00Z'))).toBe(true); // 03:00, 02:30 was skipped
    expect(isOpen(small, paris, at('2026-03-29T01:30:00Z'))).toBe(false);
    expect(isOpen(small, paris, at('2026-10-25T00:30:00Z'))).toBe(true); // 02:30 summer
    expect(isOpen(small, paris, at('2026-10-25T01:30:00Z'))).toBe(true); // 02:30 winter
    expect(isOpen(small, paris, at('2026-10-25T02:30:00Z'))).toBe(false); // 03:30
  });

  test('a 25-hour day has one date, and 29 February is one', () => {
    expect(zonedTime(paris, at('2026-10-24T22:00:00Z')).date).toBe('2026-10-25');
    expect(zonedTime(paris, at('2026-10-25T22:59:00Z')).date).toBe('2026-10-25');
    expect(zonedTime(paris, at('2026-10-25T23:00:00Z'))).toEqual({
      hour: 0,
      minute: 0,
      weekday: 1,
      date: '2026-10-26',
    });
    expect(zonedTime(paris, at('2028-02-29T12:00:00Z')).date).toBe('2028-02-29');
  });

  test('a period begins on its second and ends on its second', () => {
    const freeze: CalendarEntry = { start: '2026-12-19T00:00:00Z', end: '2027-01-03T00:00:00Z' };
    expect(isOpen(freeze, paris, at('2026-12-18T23:59:59.999Z'))).toBe(false);
    expect(isOpen(freeze, paris, at('2026-12-19T00:00:00Z'))).toBe(true);
    expect(isOpen(freeze, paris, at('2027-01-03T00:00:00Z'))).toBe(false);
  });

  test('a zone nobody knows is not a zone', () => {
    expect(isZone('Europe/Paris')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});

describe('when it opens next', () => {
  test('is now while it is open, else the next beginning', () => {
    expect(nextOpening([office], paris, at('2026-01-06T10:00:00Z'))).toEqual(at('2026-01-06T10:00:00Z'));
    expect(nextOpening([office], paris, at('2026-01-09T19:30:00Z'))).toEqual(at('2026-01-12T07:00:00Z'));
  });

  test('is the first instant after a skipped hour', () => {
    expect(nextOpening([weekly(['sun'], '02:30', '03:30')], paris, at('2026-03-28T12:00:00Z'))).toEqual(
      at('2026-03-29T01:00:00Z'),
    );
  });

  test('of several is when the last of them opens, and never when they exclude each other', () => {
    const weekend = weekly(['sat', 'sun'], '00:00', '24:00');
    const period: CalendarEntry = { start: '2026-12-19T00:00:00Z', end: '2027-01-03T00:00:00Z' };
    expect(nextOpening([office, period], paris, at('2026-12-01T12:00:00Z'))).toEqual(at('2026-12-21T07:00:00Z'));
    expect(nextOpening([office, weekend], paris, at('2026-12-01T12:00:00Z'))).toBeNull();
  });
});
