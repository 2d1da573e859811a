export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

/** The cookie the switch writes and the root layout reads, so the first paint already wears the right theme. */
export const themeCookie = 'countersign-theme';

export function themeOf(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}
