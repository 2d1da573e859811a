'use client';

import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { openSignIn, useSignedIn } from './session.ts';

/** Sign in again beside the page, so that what was being read and written stays where it is. */
export function SignInAgain({ words, fresh }: { words: string; fresh: boolean }) {
  const [back, setBack] = useState(false);
  useSignedIn(() => setBack(true));
  if (back)
    return (
      <Notice role="status" tone="good" icon={LogIn} title="You are signed in again.">
        Confirm once more to go on.
      </Notice>
    );
  return (
    <Notice
      role="alert"
      tone="warn"
      icon={LogIn}
      title={words}
      actions={<Button onClick={() => openSignIn(fresh)}>Sign in</Button>}
    >
      A small window opens; what you wrote here stays.
    </Notice>
  );
}
