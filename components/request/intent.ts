import type { Verdict } from '#protocol/wire.ts';

/** What a reviewer set out to do; each opens a dialog and none does anything yet. */
export type Intent = Verdict | 'revoke';

interface IntentWords {
  title: string;
  confirm: string;
  busy: string;
  field: string;
  hint: string;
  missing: string;
  tone: 'approve' | 'deny' | 'accent';
}

export const intents: Record<Intent, IntentWords> = {
  approve: {
    title: 'Approve this action?',
    confirm: 'Approve',
    busy: 'Approving…',
    field: 'Reason',
    hint: 'Kept in the record with your name.',
    missing: 'Policy wants a reason here. One sentence is enough.',
    tone: 'approve',
  },
  deny: {
    title: 'Deny this action?',
    confirm: 'Deny',
    busy: 'Denying…',
    field: 'Reason',
    hint: 'The agent is told this, so say what would make it acceptable.',
    missing: 'Say why in a sentence: the agent is told.',
    tone: 'deny',
  },
  ask: {
    title: 'Ask the agent',
    confirm: 'Send question',
    busy: 'Sending…',
    field: 'Question',
    hint: 'The deadline pauses while the agent answers, once and for at most half of it.',
    missing: 'Write what you want to know.',
    tone: 'accent',
  },
  revoke: {
    title: 'Revoke the approval?',
    confirm: 'Revoke',
    busy: 'Revoking…',
    field: 'Reason',
    hint: 'If it is already running, the executor is told to stop; what is done stays done.',
    missing: 'Say why in a sentence: the agent is told.',
    tone: 'deny',
  },
};

/** Reasons people give most often when they deny, on the keys 1 to 4. */
export const denyPresets = [
  'Not needed: please do not do this.',
  'Too broad: narrow it down and ask again.',
  'Wrong target: this is not the resource that was meant.',
  'Not now: ask again in the agreed window.',
] as const;
