import { changedPairs, type DiffLine } from './lines.ts';

export interface SplitRow {
  left?: DiffLine;
  right?: DiffLine;
}

/** A stretch of lines to show, or one of unchanged lines to fold. */
export interface Stretch {
  folded: boolean;
  lines: DiffLine[];
}

const CONTEXT = 3;

/** Long runs of unchanged lines apart from the rest; three lines of them stay on either side of a change. */
export function stretchesOf(lines: readonly DiffLine[]): Stretch[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    for (let at = index - CONTEXT; at <= index + CONTEXT; at += 1) near.add(at);
  });
  const stretches: Stretch[] = [];
  lines.forEach((line, index) => {
    const folded = !near.has(index);
    const last = stretches.at(-1);
    if (last?.folded === folded) last.lines.push(line);
    else stretches.push({ folded, lines: [line] });
  });
  // Folding a handful of lines hides more than it saves.
  return stretches.map((stretch) => (stretch.lines.length <= 4 ? { ...stretch, folded: false } : stretch));
}

/** Lines as two columns: what was changed stands side by side, the rest alone on its side. */
export function splitRows(lines: readonly DiffLine[]): SplitRow[] {
  const partner = new Map(changedPairs(lines));
  const placed = new Set<number>();
  return lines.flatMap((line, index): SplitRow[] => {
    if (placed.has(index)) return [];
    if (line.kind === 'same' || line.kind === 'meta') return [{ left: line, right: line }];
    if (line.kind === 'added') return [{ right: line }];
    const other = partner.get(index);
    if (other === undefined) return [{ left: line }];
    placed.add(other);
    return [{ left: line, right: lines[other] as DiffLine }];
  });
}
