import type { Grade, Trust } from '#lib/identity/agent.ts';

/** What each grade of an executor says. It is what its owner claims, and goes into every grant and to policy. */
export const grades: readonly { value: Grade; label: string; words: string }[] = [
  {
    value: 'structural',
    label: 'Structural',
    words:
      'There is no way round. Only the executor holds the credentials that the action needs; the agent has none. It redeems with a key of its own.',
  },
  {
    value: 'network',
    label: 'Network',
    words:
      'A gateway, proxy or firewall that the agent cannot avoid stands in the way. It redeems with a key of its own.',
  },
  {
    value: 'cooperative',
    label: 'Cooperative',
    words:
      'The agent’s own process asks first, by the SDK or a hook, and could leave it out. The agent may redeem with its own key.',
  },
];

/** Words about an agent that policy reads as `agent.trust`. By themselves they permit nothing. */
export const trusts: readonly { value: Trust; label: string; words: string }[] = [
  { value: 'untrusted', label: 'Untrusted', words: 'On probation, or run by somebody else.' },
  { value: 'standard', label: 'Standard', words: 'Nothing is known for or against it.' },
  { value: 'trusted', label: 'Trusted', words: 'It has earned it; policy may ask less of it.' },
];
