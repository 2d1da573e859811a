'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';

export interface Shortcut {
  /** `KeyboardEvent.key`, one or several that mean the same. */
  keys: readonly string[];
  label: string;
  group: 'Move' | 'Decide' | 'Read' | 'Everywhere';
  run: () => void;
}

interface Registry {
  on: boolean;
  setOn: (on: boolean) => void;
  register: (shortcuts: () => readonly Shortcut[]) => () => void;
  all: () => Shortcut[];
}

const RegistryContext = createContext<Registry | null>(null);
const storageKey = 'countersign-shortcuts';

/**
 * Single-key shortcuts for the page.
 *
 * Off in fields, in dialogs and menus, with a modifier held, and while a key repeats; a switch in the key help turns
 * them off for good (WCAG 2.1.4). No shortcut decides anything: the strongest one opens a dialog.
 */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const sources = useRef(new Set<() => readonly Shortcut[]>());
  const [on, setOnState] = useState(true);
  useEffect(() => setOnState(localStorage.getItem(storageKey) !== 'off'), []);

  const register = useCallback((source: () => readonly Shortcut[]) => {
    sources.current.add(source);
    return () => void sources.current.delete(source);
  }, []);
  // The one registered last is the innermost, and wins.
  const all = useCallback(() => [...sources.current].reverse().flatMap((source) => source()), []);
  const setOn = useCallback((next: boolean) => {
    localStorage.setItem(storageKey, next ? 'on' : 'off');
    setOnState(next);
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isField(event.target) || document.querySelector('[data-dialog],[role="menu"]')) return;
      if (!on && event.key !== '?') return;
      const hit = all().find((shortcut) => shortcut.keys.includes(event.key));
      if (!hit) return;
      // Enter and Space belong to the control that has focus, if one has.
      if (event.key === 'Enter' && isControl(event.target)) return;
      event.preventDefault();
      hit.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [all, on]);

  const registry = useMemo(() => ({ on, setOn, register, all }), [on, setOn, register, all]);
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

export function useShortcutRegistry(): Registry {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('Shortcuts need a ShortcutProvider above them.');
  return registry;
}

/** Shortcuts that hold while the calling component is on screen. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { register } = useShortcutRegistry();
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => register(() => latest.current), [register]);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a,button,summary,[role="tab"],[role="button"]') !== null;
}
