import { useEffect, useState } from 'react';

/** How long a confirm button is dead after it appears or after anything beneath it changed. */
export const deadForMilliseconds = 600;

/**
 * False for 600 ms after mounting and after each change of `moment`, then true.
 *
 * A click or a key meant for what was on screen a moment ago must not confirm what is there now.
 */
export function useArmed(moment: unknown): boolean {
  const [armedFor, setArmedFor] = useState<unknown>(unarmed);
  useEffect(() => {
    setArmedFor(unarmed);
    const timer = setTimeout(() => setArmedFor(moment), deadForMilliseconds);
    return () => clearTimeout(timer);
  }, [moment]);
  return armedFor === moment;
}

const unarmed = Symbol('unarmed');
