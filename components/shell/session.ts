import { useEffect, useRef } from 'react';

/** The channel on which a sign-in pop-up says that it is done; its opener is cut off by Cross-Origin-Opener-Policy. */
const channelName = 'countersign-session';

/** Opens the sign-in page beside this one; `fresh` makes the provider ask the person again. */
export function openSignIn(fresh: boolean): void {
  window.open(`/sign-in?popup=1${fresh ? '&fresh=1' : ''}`, 'countersign-sign-in', 'popup,width=480,height=640');
}

/** Tells every page of this browser that somebody signed in. */
export function announceSignIn(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('signed-in');
  channel.close();
}

/** Calls back when a sign-in in another window of this browser is complete. */
export function useSignedIn(then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.addEventListener('message', () => latest.current());
    return () => channel.close();
  }, []);
}
