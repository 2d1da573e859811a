'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { type Shortcut, useShortcutRegistry, useShortcuts } from './shortcuts.tsx';

const groups = ['Move', 'Decide', 'Read', 'Everywhere'] as const;

/** The keys that work on this page, on `?`, with the switch that turns them off. */
export function KeyHelp({ children }: { children: (open: () => void) => React.ReactNode }) {
  const { all, on, setOn } = useShortcutRegistry();
  const [shown, setShown] = useState<readonly Shortcut[] | null>(null);
  const open = () => setShown(firstOfEach(all()));
  useShortcuts([{ keys: ['?'], label: 'These keys', group: 'Everywhere', run: open }]);
  return (
    <>
      {children(open)}
      <Dialog open={shown !== null} onOpenChange={(next) => !next && setShown(null)} title="Keyboard">
        <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {groups.map((group) => {
            const keys = shown?.filter((shortcut) => shortcut.group === group) ?? [];
            return keys.length === 0 ? null : (
              <section key={group} aria-label={group}>
                <h3 className="mb-1 text-faint text-xs">{group}</h3>
                <dl>
                  {keys.map((shortcut) => (
                    <div key={shortcut.label} className="flex min-h-7 items-center justify-between gap-3">
                      <dt>{shortcut.label}</dt>
                      <dd className="flex gap-1">
                        {shortcut.keys.map((key) => (
                          <kbd key={key} className="rounded-sm border border-line-strong px-1.5 text-xs">
                            {names[key] ?? key}
                          </kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </div>
        <p className="text-muted">
          In a decision dialog, Ctrl or ⌘ with Enter confirms. No single key decides anything.
        </p>
        <div className="flex items-center justify-between border-t pt-4">
          <span>Single-key shortcuts are {on ? 'on' : 'off'}</span>
          <Button onClick={() => setOn(!on)}>Turn them {on ? 'off' : 'on'}</Button>
        </div>
      </Dialog>
    </>
  );
}

const names: Record<string, string> = { Enter: '↵', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑' };

/** Two components may register the same key; the inner one is the one that runs, so it is the one shown. */
function firstOfEach(shortcuts: readonly Shortcut[]): Shortcut[] {
  const taken = new Set<string>();
  return shortcuts.filter((shortcut) => {
    const free = shortcut.keys.some((key) => !taken.has(key));
    for (const key of shortcut.keys) taken.add(key);
    return free;
  });
}
