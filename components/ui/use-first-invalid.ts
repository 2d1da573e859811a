import { type RefObject, useEffect } from 'react';

/** When a call failed, focus goes to the first field that is marked as wrong. */
export function useFirstInvalid(form: RefObject<HTMLElement | null>, error: unknown): void {
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, error]);
}
