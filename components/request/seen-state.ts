/**
 * What a reader has had on screen, section by section.
 *
 * A section is seen once its end was reached and no fold in it is still closed. Opening a fold takes the reaching back,
 * because there is now more to scroll through; so nothing counts as seen that was never on the screen (C10).
 */
export interface SeenState {
  reached: ReadonlySet<string>;
  /** Folds that were never opened, by section. */
  closed: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often a fold was opened, by section: a reason to look at the section's end again. */
  openings: ReadonlyMap<string, number>;
  done: ReadonlySet<string>;
}

export type SeenEvent =
  | { type: 'reached'; section: string }
  | { type: 'folded'; section: string; fold: string }
  | { type: 'opened'; section: string; fold: string }
  | { type: 'marked'; sections: readonly string[] };

export const nothingSeen: SeenState = { reached: new Set(), closed: new Map(), openings: new Map(), done: new Set() };

export function seenAfter(state: SeenState, event: SeenEvent): SeenState {
  switch (event.type) {
    case 'marked':
      return { ...state, done: new Set([...state.done, ...event.sections]) };
    case 'reached':
      return settled({ ...state, reached: new Set([...state.reached, event.section]) }, event.section);
    case 'folded':
      return withClosed(state, event.section, (folds) => new Set([...folds, event.fold]));
    case 'opened': {
      if (!state.closed.get(event.section)?.has(event.fold)) return state;
      const opened = withClosed(
        state,
        event.section,
        (folds) => new Set([...folds].filter((fold) => fold !== event.fold)),
      );
      const openings = new Map(state.openings).set(event.section, (state.openings.get(event.section) ?? 0) + 1);
      return { ...opened, openings, reached: new Set([...state.reached].filter((id) => id !== event.section)) };
    }
  }
}

function withClosed(
  state: SeenState,
  section: string,
  change: (folds: ReadonlySet<string>) => ReadonlySet<string>,
): SeenState {
  return { ...state, closed: new Map(state.closed).set(section, change(state.closed.get(section) ?? new Set())) };
}

function settled(state: SeenState, section: string): SeenState {
  const whole = state.reached.has(section) && (state.closed.get(section)?.size ?? 0) === 0;
  return whole ? { ...state, done: new Set([...state.done, section]) } : state;
}
