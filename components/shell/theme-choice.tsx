'use client';

import { Contrast, Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { MenuChoice } from '#components/ui/menu.tsx';
import { type Theme, themeCookie, themeOf } from './theme.ts';

const choices = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden className="size-4 text-muted" /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden className="size-4 text-muted" /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden className="size-4 text-muted" /> },
  { value: 'contrast', label: 'High contrast', icon: <Contrast aria-hidden className="size-4 text-muted" /> },
] as const;

/** Light, dark, high contrast, or what the system says. Kept in a cookie for a year. */
export function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(themeOf(document.documentElement.dataset.theme)), []);
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
    document.cookie = `${themeCookie}=${next}; path=/; max-age=31536000; samesite=lax`;
  };
  return <MenuChoice<Theme> value={theme} onChange={choose} choices={choices} />;
}
