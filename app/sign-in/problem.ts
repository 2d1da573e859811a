interface SignInProblem {
  title: string;
  help: string;
}

const problems: Record<string, SignInProblem> = {
  not_allowed: {
    title: 'Your account has no role here.',
    help: 'Ask an administrator to put you into a group that reviews, audits or administers, then sign in again.',
  },
  disabled: { title: 'Your account is disabled.', help: 'An administrator can enable it again.' },
  groups_unknown: {
    title: 'Your groups could not be read.',
    help: 'The identity provider did not send them, so nobody can tell what you may decide. This is for whoever configures it.',
  },
  claims_invalid: {
    title: 'The identity provider sent an answer that could not be read.',
    help: 'This is for whoever configures it.',
  },
  AccessDenied: {
    title: 'The identity provider did not let you in.',
    help: 'If that is unexpected, ask whoever looks after it.',
  },
  Configuration: {
    title: 'Signing in does not work at the moment.',
    help: 'The identity provider could not be reached or is set up differently than expected. Trying again may help.',
  },
};

/** What went wrong with a sign-in and what to do; any code we do not know reads as one that may pass. */
export function problemOf(code: string | undefined): SignInProblem | undefined {
  if (!code) return undefined;
  return Object.hasOwn(problems, code)
    ? problems[code]
    : { title: 'Signing in was not completed.', help: 'Please try once more.' };
}
