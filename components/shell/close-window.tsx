'use client';

import { useEffect } from 'react';
import { announceSignIn } from './session.ts';

/** Says that a sign-in is complete, then closes this window if the browser lets it. */
export function CloseWindow() {
  useEffect(() => {
    announceSignIn();
    window.close();
  }, []);
  return null;
}
