'use client';

import { useRef, useState } from 'react';
import type { QueueRow } from '#protocol/wire.ts';
import { type HeldRows, holdRows } from './held-rows.ts';

/** The list as it may be drawn now: still while pointer or focus is in it. `list` is the key of the view; another view starts anew. */
export function useHeld(fresh: readonly QueueRow[], list: string) {
  const shown = useRef<{ list: string; rows: readonly QueueRow[] }>({ list, rows: fresh });
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const [, redraw] = useState(0);
  if (shown.current.list !== list) shown.current = { list, rows: [] };

  const held = (pointer || focus) && shown.current.rows.length > 0;
  const result: HeldRows = holdRows(shown.current.rows, fresh, held);
  // More pages are asked for by the reader, at the end of the list; they move nothing.
  const appended = held && isPrefix(result.rows, fresh) ? { ...result, rows: [...fresh], waiting: 0 } : result;
  shown.current.rows = appended.rows;

  return {
    ...appended,
    release: () => {
      shown.current.rows = [...fresh];
      redraw((count) => count + 1);
    },
    holders: {
      onPointerEnter: () => setPointer(true),
      onPointerLeave: () => setPointer(false),
      onFocus: () => setFocus(true),
      onBlur: (event: React.FocusEvent) => !event.currentTarget.contains(event.relatedTarget) && setFocus(false),
    },
  };
}

function isPrefix(rows: readonly QueueRow[], fresh: readonly QueueRow[]): boolean {
  return fresh.length > rows.length && rows.every((row, index) => fresh[index]?.id === row.id);
}
