'use client';

import { useEffect } from 'react';
import { sessionChannel } from './sign-in-again.tsx';

/** Says on the session channel that a sign-in is complete, then closes this window if the browser lets it. */
export function CloseWindow() {
  useEffect(() => {
    const channel = new BroadcastChannel(sessionChannel);
    channel.postMessage('signed-in');
    channel.close();
    window.close();
  }, []);
  return null;
}
