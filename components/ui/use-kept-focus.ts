import { type RefObject, useEffect, useRef } from 'react';

/**
 * Focus comes to `place` when what had it went away as `changed` changed.
 *
 * A list that was read again after a press has often lost the very button that was pressed; a keyboard would start over
 * at the top of the page.
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>, changed: string): void {
  const before = useRef(changed);
  useEffect(() => {
    if (before.current === changed) return;
    before.current = changed;
    if (document.activeElement === document.body) place.current?.focus();
  }, [changed, place]);
}
