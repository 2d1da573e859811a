import type { RequestState } from '#protocol/wire.ts';
import type { Intent } from './intent.ts';

/** Something that just happened and that the reader has to know before going on. */
export interface PageNotice {
  tone: 'good' | 'bad' | 'warn' | 'plain';
  title: string;
  body?: string;
}

export function movedNotice(revision: number): PageNotice {
  return {
    tone: 'warn',
    title: 'The Action changed. Nothing was decided.',
    body: `This is revision ${revision}; every earlier vote is void. What changed stands below.`,
  };
}

/** What a decision did, for the one who made it. */
export function decidedNotice(intent: Intent, state: RequestState): PageNotice {
  if (intent === 'ask')
    return {
      tone: 'good',
      title: 'Your question was sent.',
      body: 'The agent sees it now; its answer will appear here.',
    };
  if (intent === 'revoke')
    return {
      tone: 'good',
      title: state === 'revoked' ? 'Revoked. The permission can no longer be used.' : 'The executor was told to stop.',
    };
  if (intent === 'deny')
    return state === 'pending'
      ? {
          tone: 'good',
          title: 'Your denial is recorded.',
          body: 'Policy asks for more than one to end it. You can take it back while it waits.',
        }
      : { tone: 'good', title: 'Denied. The agent was told, with your reason.' };
  return state === 'pending'
    ? {
        tone: 'good',
        title: 'Your approval is recorded.',
        body: 'Others still have to approve. You can take it back until then.',
      }
    : { tone: 'good', title: 'Approved. The agent may run exactly this, once.' };
}
