/**
 * Characters that change what is read without being seen: controls, bidi marks and overrides, zero-width and blank
 * letters, tags, stray variation selectors, unpaired surrogates. Line feed and tab are what they look like and stay.
 * A variation selector stays where Unicode put it: after a pictograph, or inside a keycap.
 */
const hidden = new RegExp(
  [
    String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f]`,
    String.raw`[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]`,
    String.raw`[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f]`,
    String.raw`[\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}\u{1d173}-\u{1d17a}]`,
    String.raw`[\ufe00-\ufe0d]`,
    String.raw`(?<!\p{Extended_Pictographic}|[0-9#*](?=\ufe0f\u20e3))[\ufe0e\ufe0f]`,
    String.raw`[\ud800-\udfff]`,
  ].join('|'),
  'gu',
);

/** Whole runs, so that each line is looked at once however the text is laid out; `folded` counts. */
const blankLines = /(?:^[^\S\n]*\n)+/gm;

/**
 * Text that others control, as it may be shown: whatever is invisible stands there as ⟨U+XXXX⟩.
 *
 * A run of more than 200 blank lines is folded and the fold says so. This changes the picture, never the digest: what is
 * hashed, compared and run is always the text itself.
 */
export function visible(text: string): string {
  return text.replace(hidden, named).replace(blankLines, folded);
}

/** Whether `visible` has something to name, so that a surface can say "contains hidden characters". */
export function hasHidden(text: string): boolean {
  return text.search(hidden) >= 0;
}

function named(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function folded(run: string): string {
  const lines = run.split('\n').length - 1;
  return lines > 200 ? `⟨${lines} blank lines⟩\n` : run;
}
