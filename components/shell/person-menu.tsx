'use client';

import { ChevronsUpDown, Keyboard, LogOut } from 'lucide-react';
import { useRef } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import { useViewer } from './viewer.tsx';

/** Who is signed in, the theme, the keys, and the way out. */
export function PersonMenu({
  signOut,
  onKeys,
  compact,
}: {
  signOut: () => Promise<void>;
  onKeys: () => void;
  compact?: boolean;
}) {
  const viewer = useViewer();
  const form = useRef<HTMLFormElement>(null);
  return (
    <>
      <form ref={form} action={signOut} hidden />
      <Menu
        align={compact ? 'end' : 'start'}
        trigger={
          <button
            type="button"
            className="flex min-h-9 min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-raised"
          >
            <Avatar name={viewer.name} kind="person" />
            <span className="sr-only">
              {compact ? `${viewer.name}, account and appearance` : 'Account and appearance of'}
            </span>
            {!compact && (
              <>
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium leading-4">{viewer.name}</span>
                  <span className="block truncate text-faint text-xs">{groupWords(viewer.groups) || viewer.email}</span>
                </span>
                <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
              </>
            )}
          </button>
        }
      >
        <MenuLabel>
          Signed in as <span className="block font-medium text-ink text-sm">{viewer.email}</span>
        </MenuLabel>
        <MenuLine />
        <MenuLabel>Appearance</MenuLabel>
        <ThemeChoice />
        <MenuLine />
        <MenuItem onSelect={onKeys}>
          <Keyboard aria-hidden className="size-4 text-muted" /> Keyboard
        </MenuItem>
        <MenuItem onSelect={() => form.current?.requestSubmit()}>
          <LogOut aria-hidden className="size-4 text-muted" /> Sign out
        </MenuItem>
      </Menu>
    </>
  );
}

/** `grp:sre` → `sre`: the prefix is the directory's, not the person's. */
function groupWords(groups: readonly string[]): string {
  return groups.map((group) => group.replace(/^grp:/, '')).join(', ');
}
