import type { CalendarEntry } from './document.ts';

/** An instant as the clock on the wall of a zone shows it. Monday is 1. */
export interface ZonedTime {
  hour: number;
  minute: number;
  weekday: number;
  date: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const lastMinute = new Map<string, { minute: number; time: ZonedTime }>();
const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Does the tz database of this runtime know the zone? */
export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const fields = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  } as const;
  const made = new Intl.DateTimeFormat('en-US-u-hc-h23', { timeZone: zone, ...fields });
  formatters.set(zone, made);
  return made;
}

/** What the wall clock shows in `zone`. Offsets are whole minutes, so the answer of one minute serves all of it. */
export function zonedTime(zone: string, at: Date): ZonedTime {
  const minute = Math.floor(at.getTime() / 60_000);
  const known = lastMinute.get(zone);
  if (known?.minute === minute) return known.time;
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of formatter(zone).formatToParts(at)) parts[part.type] = part.value;
  const time = {
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    weekday: dayNames.indexOf(parts.weekday!.toLowerCase() as (typeof dayNames)[number]) + 1,
    date: `${parts.year}-${parts.month}-${parts.day}`,
  };
  lastMinute.set(zone, { minute, time });
  return time;
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Is the calendar open? A week's hours may cross midnight; the night belongs to the day on which it began. */
export function isOpen(calendar: CalendarEntry, zone: string, at: Date): boolean {
  if ('start' in calendar) return at >= new Date(calendar.start) && at < new Date(calendar.end);
  const local = zonedTime(zone, at);
  const now = local.hour * 60 + local.minute;
  const [from, to] = [minutes(calendar.from), minutes(calendar.to)];
  const begunOn = (weekday: number) => calendar.days.includes(dayNames[(weekday + 6) % 7]!);
  if (from < to) return begunOn(local.weekday) && now >= from && now < to;
  return (begunOn(local.weekday) && now >= from) || (begunOn(local.weekday - 1) && now < to);
}

/**
 * The first instant, from `from` on, at which all of these calendars are open; null if there is none.
 *
 * They can only begin to be open together when one of them begins to be, so it is enough to look at the beginnings:
 * within eight days every weekly one has had its turn, counted from now and from the start of each period.
 */
export function nextOpening(calendars: readonly CalendarEntry[], zone: string, from: Date): Date | null {
  const open = (at: Date) => calendars.every((calendar) => isOpen(calendar, zone, at));
  if (open(from)) return from;
  const starts = calendars.flatMap((calendar) => ('start' in calendar ? [new Date(calendar.start)] : []));
  const candidates = [...starts];
  for (const base of [from, ...starts])
    for (const calendar of calendars)
      if ('from' in calendar)
        for (let day = -1; day <= 8; day++) candidates.push(...atWallTime(zone, base, day, minutes(calendar.from)));
  const later = candidates.filter((at) => at > from).sort((a, b) => a.getTime() - b.getTime());
  return later.find(open) ?? null;
}

/** The instants at which it is `minute` of the day, `day` days from `base`; where the clock skips it, the first after. */
function atWallTime(zone: string, base: Date, day: number, minute: number): Date[] {
  const [year, month, date] = zonedTime(zone, base).date.split('-').map(Number) as [number, number, number];
  const wall = Date.UTC(year, month - 1, date + day, 0, minute);
  const offsets = [wall - 86_400_000, wall + 86_400_000].map((near) => offset(zone, new Date(near)));
  const found = offsets.map((ahead) => wall - ahead);
  const [first, last] = [Math.min(...found), Math.max(...found)];
  if (first === last) return [new Date(first)];
  const all: Date[] = [];
  for (let at = first; at <= last; at += 60_000) all.push(new Date(at));
  return all;
}

/** How far the zone's wall clock is ahead of UTC, in milliseconds. */
function offset(zone: string, at: Date): number {
  const local = zonedTime(zone, at);
  const [year, month, date] = local.date.split('-').map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, date, local.hour, local.minute) - Math.floor(at.getTime() / 60_000) * 60_000;
}
