import { CircleAlert, LogIn } from 'lucide-react';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Wordmark } from '#components/shell/wordmark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { env } from '#lib/env.ts';
import { startSignIn } from '#lib/identity/auth.ts';
import { readSession } from '#lib/identity/session.ts';
import { problemOf } from './problem.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** The way in: one button to the deployment's identity provider, and what went wrong if something did. */
export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const one = (name: string) => (typeof search[name] === 'string' ? search[name] : undefined);
  const fresh = one('fresh') === '1';
  const popup = one('popup') === '1';
  const to = popup ? '/sign-in/done' : ownPath(one('to'));
  if (!fresh && (await readSession(await headers()))) redirect(to);

  const problem = problemOf(one('error'));
  const provider = env().OIDC_NAME;
  async function signIn() {
    'use server';
    await startSignIn({ to, reauth: fresh });
  }
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 bg-canvas p-6">
      <div className="flex w-full max-w-sm flex-col gap-5 rounded-lg border bg-surface p-7">
        <Wordmark />
        <div>
          <h1 className="font-semibold text-lg">{fresh ? 'Confirm that it is you' : 'Sign in'}</h1>
          <p className="mt-1 text-balance text-muted">
            {fresh
              ? 'This decision asks for a sign-in of the last five minutes.'
              : 'Decide what AI agents may do. Every decision is kept with your name.'}
          </p>
        </div>
        {problem && (
          <Notice role="alert" tone="bad" icon={CircleAlert} title={problem.title}>
            {problem.help}
          </Notice>
        )}
        <form action={signIn}>
          <Button type="submit" tone="accent" className="h-10 w-full">
            <LogIn aria-hidden className="size-4" /> Sign in with {provider}
          </Button>
        </form>
        <p className="text-faint text-xs">
          Your name, address and groups come from {provider}. What you may decide follows from your groups; there are no
          passwords here.
        </p>
      </div>
    </main>
  );
}

/** Only a path of this console; `//elsewhere` and `https://…` come from whoever wrote the link. */
function ownPath(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/';
}
