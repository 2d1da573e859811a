const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A span in the two largest units that matter, as a person would say it: `48s`, `4m 10s`, `11m`, `3h 20m`, `2d`. */
export function span(milliseconds: number): string {
  const rest = Math.max(0, milliseconds);
  if (rest < minute) return `${Math.floor(rest / second)}s`;
  if (rest < 5 * minute) return `${Math.floor(rest / minute)}m ${Math.floor((rest % minute) / second)}s`;
  if (rest < hour) return `${Math.floor(rest / minute)}m`;
  if (rest < day)
    return [`${Math.floor(rest / hour)}h`, rest % hour >= minute && `${Math.floor((rest % hour) / minute)}m`]
      .filter(Boolean)
      .join(' ');
  return `${Math.floor(rest / day)}d`;
}

/** How long ago, seen from `now`. */
export function ago(at: number, now: number): string {
  const passed = now - at;
  if (passed < 10 * second) return 'just now';
  if (passed < minute) return `${Math.floor(passed / second)}s ago`;
  if (passed < hour) return `${Math.floor(passed / minute)}m ago`;
  if (passed < day) return `${Math.floor(passed / hour)}h ago`;
  return `${Math.floor(passed / day)}d ago`;
}

/** The exact instant in UTC, to the second: `21 Nov 2026, 09:12:03 UTC`. */
export function exact(at: string | number): string {
  const date = new Date(at);
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
    date.getUTCMonth()
  ];
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 19)} UTC`;
}
