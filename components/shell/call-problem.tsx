'use client';

import { CircleAlert } from 'lucide-react';
import { Notice } from '#components/ui/notice.tsx';
import { ProblemError, sentence } from './api.ts';
import { saidBesideFields } from './field-problem.ts';
import { SignInAgain } from './sign-in-again.tsx';

interface CallProblemProps {
  error: unknown;
  /** Where the server may point; each of these says by itself what is wrong with it. */
  fields?: readonly string[];
  /** What an earlier call of the same press did change. */
  done?: string | undefined;
}

/** What became of a call that failed, and the way on: nothing that was written is lost, also when the session is over. */
export function CallProblem({ error, fields = [], done }: CallProblemProps) {
  const code = error instanceof ProblemError ? error.code : undefined;
  if (code === 'unauthenticated' || code === 'assurance_too_low')
    return <SignInAgain fresh={code === 'assurance_too_low'} words={sentence(error)} />;
  const beside = saidBesideFields(error, fields);
  return (
    <Notice
      role="alert"
      tone="bad"
      icon={CircleAlert}
      title={beside ? 'Not saved yet: what is marked needs another look.' : sentence(error)}
    >
      {done ?? 'Nothing was changed,'} and what you wrote is still here.
    </Notice>
  );
}
