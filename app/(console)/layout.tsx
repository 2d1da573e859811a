import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { Shell } from '#components/shell/shell.tsx';
import { UnprotectedLog } from '#components/shell/unprotected-log.tsx';
import { env } from '#lib/env.ts';
import { endSession } from '#lib/identity/auth.ts';
import { signedIn, viewerOf } from './viewer.ts';

/** The console's frame, for whoever is signed in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await signedIn();
  async function signOut() {
    'use server';
    await endSession();
  }
  return (
    <Providers viewer={viewerOf(person)} serverNow={Date.now()}>
      <Shell signOut={signOut} banner={env().ALLOW_UNPROTECTED_LOG && <UnprotectedLog />}>
        {children}
      </Shell>
    </Providers>
  );
}
