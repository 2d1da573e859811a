'use client';

import { LogIn } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** The channel on which the pop-up says that it is done; its opener is cut off by Cross-Origin-Opener-Policy. */
export const sessionChannel = 'countersign-session';

/** Sign in again beside the page, so that what was being read and written stays where it is. */
export function SignInAgain({ words, fresh }: { words: string; fresh?: boolean }) {
  const [back, setBack] = useState(false);
  useEffect(() => {
    const channel = new BroadcastChannel(sessionChannel);
    channel.addEventListener('message', () => setBack(true));
    return () => channel.close();
  }, []);
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
      actions={
        <Button
          onClick={() =>
            window.open(
              `/sign-in?popup=1${fresh ? '&fresh=1' : ''}`,
              'countersign-sign-in',
              'popup,width=480,height=640',
            )
          }
        >
          Sign in
        </Button>
      }
    >
      A small window opens; what you wrote here stays.
    </Notice>
  );
}
