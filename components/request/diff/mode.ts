import { useSyncExternalStore } from 'react';

export type DiffMode = 'unified' | 'split';

const KEY = 'countersign.diff';
const listeners = new Set<() => void>();

/** How this browser's reader likes comparisons, and a way to change it; narrow screens are always unified. */
export function useDiffMode(): { mode: DiffMode; wide: boolean; setMode: (mode: DiffMode) => void } {
  const chosen = useSyncExternalStore(subscribe, stored, () => 'unified' as const);
  const wide = useSyncExternalStore(
    (changed) => {
      const query = matchMedia('(min-width: 52rem)');
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia('(min-width: 52rem)').matches,
    () => false,
  );
  return { mode: wide ? chosen : 'unified', wide, setMode };
}

function setMode(mode: DiffMode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // Storage may be off; then the choice lasts as long as nobody asks again.
  }
  for (const changed of listeners) changed();
}

function stored(): DiffMode {
  try {
    return localStorage.getItem(KEY) === 'split' ? 'split' : 'unified';
  } catch {
    return 'unified';
  }
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
