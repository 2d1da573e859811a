import type { LockedRequest } from '../grants/locked-request.ts';

type Clock = Pick<LockedRequest, 'askedAt' | 'expiresAt' | 'pausedAt' | 'pausedSeconds' | 'now'>;

/**
 * The new deadline when a question pauses the clock, or null when it does not: only the first question of a Request does,
 * and for at most half of the time it was given.
 */
export function pausedUntil(request: Clock): Date | null {
  if (!request.expiresAt || request.pausedAt || request.pausedSeconds !== null) return null;
  return new Date(request.expiresAt.getTime() + longestPause(request.askedAt, request.expiresAt));
}

/** What an answer gives back: the deadline as it would be had the clock only stood still until now. */
export function resumedAt(request: Clock): { expiresAt: Date; pausedSeconds: number } | null {
  if (!request.expiresAt || !request.pausedAt) return null;
  // The stored deadline holds the whole pause, a third of what there is from filing to it.
  const longest = (request.expiresAt.getTime() - request.askedAt.getTime()) / 3;
  const used = Math.min(request.now.getTime() - request.pausedAt.getTime(), longest);
  return {
    expiresAt: new Date(request.expiresAt.getTime() - longest + used),
    pausedSeconds: Math.round(used / 1000),
  };
}

/** How long the clock of escalation has run: time since filing, less the pause. */
export function runningSeconds(request: Clock): number {
  const paused = request.pausedAt
    ? Math.min(
        request.now.getTime() - request.pausedAt.getTime(),
        (request.expiresAt!.getTime() - request.askedAt.getTime()) / 3,
      )
    : (request.pausedSeconds ?? 0) * 1000;
  return (request.now.getTime() - request.askedAt.getTime() - paused) / 1000;
}

function longestPause(from: Date, until: Date): number {
  return (until.getTime() - from.getTime()) / 2;
}
