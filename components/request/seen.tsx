'use client';

import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react';
import { nothingSeen, seenAfter } from './seen-state.ts';

export interface Seen {
  seen: number;
  total: number;
  allSeen: boolean;
  isSeen(section: string): boolean;
  markSeen(...sections: string[]): void;
  /** Open every fold on the page. What was in them still has to be scrolled through. */
  openAll(): void;
}

interface Watch extends Seen {
  sections: readonly string[];
  /** Counts up with each `openAll`; folds open when it changes. */
  call: number;
  openings(section: string): number;
  reached(section: string): void;
  folded(section: string, fold: string): void;
  opened(section: string, fold: string): void;
}

const SeenContext = createContext<Watch | undefined>(undefined);
const SectionContext = createContext<string | undefined>(undefined);

interface SeenProviderProps {
  /** Ids of what has to be seen: `card.action.sections.map(({ id }) => id)`. */
  sections: readonly string[];
  /** Called once for each section, when it has been seen whole. */
  onSeen?: (section: string) => void;
  children: ReactNode;
}

/** Watches what its reader has had on screen. Give it a `key` of request, revision and person: another revision is unseen. */
export function SeenProvider({ sections, onSeen, children }: SeenProviderProps) {
  const [state, tell] = useReducer(seenAfter, nothingSeen);
  const [call, setCall] = useState(0);
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const section of state.done) {
      if (told.current.has(section)) continue;
      told.current.add(section);
      onSeen?.(section);
    }
  }, [state.done, onSeen]);
  const reached = useCallback((section: string) => tell({ type: 'reached', section }), []);
  const folded = useCallback((section: string, fold: string) => tell({ type: 'folded', section, fold }), []);
  const opened = useCallback((section: string, fold: string) => tell({ type: 'opened', section, fold }), []);
  const watch = useMemo<Watch>(() => {
    const seen = sections.filter((section) => state.done.has(section)).length;
    return {
      sections,
      call,
      seen,
      total: sections.length,
      allSeen: seen === sections.length,
      isSeen: (section) => state.done.has(section),
      markSeen: (...marked) => tell({ type: 'marked', sections: marked }),
      openAll: () => setCall((before) => before + 1),
      openings: (section) => state.openings.get(section) ?? 0,
      reached,
      folded,
      opened,
    };
  }, [sections, state, call, reached, folded, opened]);
  return <SeenContext value={watch}>{children}</SeenContext>;
}

/** How much of the Action was on screen; for the decision bar. */
export function useSeen(): Seen {
  const watch = use(SeenContext);
  if (!watch) throw new Error('useSeen needs a SeenProvider around it.');
  return watch;
}

/** A part that counts as seen once its beginning and its end were on screen and every fold in it is open. */
export function SeenSection({ id, children }: { id: string; children: ReactNode }) {
  const reached = use(SeenContext)?.reached;
  const openings = use(SeenContext)?.openings(id) ?? 0;
  const start = useRef<HTMLSpanElement>(null);
  const end = useRef<HTMLSpanElement>(null);
  useOnScreen(
    [start, end],
    useCallback(() => reached?.(id), [reached, id]),
    openings,
  );
  return (
    <SectionContext value={id}>
      <span ref={start} aria-hidden className="block h-px" />
      {children}
      <span ref={end} aria-hidden className="-mt-px block h-px" />
    </SectionContext>
  );
}

/** Counts every section as seen when its end was on screen: for a view that shows the whole Action at once. */
export function SeenWhole({ children }: { children: ReactNode }) {
  const watch = use(SeenContext);
  const sections = watch?.sections;
  const markSeen = watch?.markSeen;
  const start = useRef<HTMLSpanElement>(null);
  const end = useRef<HTMLSpanElement>(null);
  useOnScreen(
    [start, end],
    useCallback(() => markSeen?.(...(sections ?? [])), [markSeen, sections]),
    0,
  );
  return (
    <>
      <span ref={start} aria-hidden className="block h-px" />
      {children}
      <span ref={end} aria-hidden className="-mt-px block h-px" />
    </>
  );
}

/** For a fold: tells its section that it is closed or was opened, and opens it when everything is to be opened. */
export function useFold(fold: string): { open: boolean; setOpen: (open: boolean) => void } {
  const watch = use(SeenContext);
  const section = use(SectionContext);
  const [open, setOpen] = useState(false);
  const { folded, opened, call = 0 } = watch ?? {};
  useEffect(() => {
    if (section === undefined) return;
    folded?.(section, fold);
    // A fold that leaves the page hides nothing any more; whatever takes its place has to be scrolled through.
    return () => opened?.(section, fold);
  }, [folded, opened, section, fold]);
  useEffect(() => {
    if (open && section !== undefined) opened?.(section, fold);
  }, [opened, open, section, fold]);
  useEffect(() => {
    if (call > 0) setOpen(true);
  }, [call]);
  return { open, setOpen };
}

/** For a part that cannot be shown: its section never counts as seen by being scrolled past. */
export function useNeverSeen(part: string): void {
  const folded = use(SeenContext)?.folded;
  const section = use(SectionContext);
  useEffect(() => {
    if (section !== undefined) folded?.(section, part);
  }, [folded, section, part]);
}

type Marker = { current: HTMLElement | null };

/** Calls back once all of these were on screen at some time; starts over when `again` changes. */
function useOnScreen(markers: readonly Marker[], then: () => void, again: number) {
  const latest = useRef(then);
  useEffect(() => {
    latest.current = then;
  }, [then]);
  const watched = useRef(markers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fold that was opened is the reason to look again
  useEffect(() => {
    const left = new Set(watched.current.map(({ current }) => current).filter((element) => element !== null));
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) left.delete(target as HTMLElement);
      if (left.size > 0) return;
      observer.disconnect();
      latest.current();
    });
    for (const element of left) observer.observe(element);
    return () => observer.disconnect();
  }, [again]);
}
