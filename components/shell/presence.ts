const recentMilliseconds = 120_000;

let lastInput = Number.NEGATIVE_INFINITY;

if (typeof window !== 'undefined')
  for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(sign, () => (lastInput = performance.now()), { passive: true, capture: true });

/** Whether a person did something in this tab within the last two minutes; longer than two looks for news are apart. */
export function somebodyIsHere(): boolean {
  return performance.now() - lastInput < recentMilliseconds;
}
