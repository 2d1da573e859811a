import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { themeCookie, themeOf } from '#components/shell/theme.ts';
import { fontVariables } from './fonts.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: 'An approval console for AI agents.',
  icons: { icon: '/icon.svg' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** The document. Reading the theme cookie here also makes every page dynamic, which the nonce of proxy.ts needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" {...(theme === 'system' ? {} : { 'data-theme': theme })} className={fontVariables}>
      <body className="bg-canvas text-ink antialiased">{children}</body>
    </html>
  );
}
