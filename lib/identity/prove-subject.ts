import { Refusal } from '../errors/refusal.ts';
import { coversSubject } from './subject-pattern.ts';

export type SubjectProof = 'self' | 'acts_for';

/**
 * How it is known that this agent may act for this subject.
 *
 * An agent may name itself, by its id, and whoever an administrator's patterns cover. Naming anybody else proves
 * nothing. The subject's own properties are not looked at: the agent writes those.
 *
 * @throws Refusal `subject_not_proven`
 */
export function proveSubject(
  agent: { id: string; actsFor: readonly string[] },
  subject: { type: string; id: string },
  subjectToken?: string,
): SubjectProof {
  if (subjectToken !== undefined) {
    throw new Refusal(
      'subject_not_proven',
      'This deployment does not accept subject_token. Leave it out and have an administrator add the subject to what this agent acts for.',
    );
  }
  if (subject.type === 'agent' && subject.id === agent.id) return 'self';
  if (agent.actsFor.some((pattern) => coversSubject(pattern, subject))) return 'acts_for';
  throw new Refusal(
    'subject_not_proven',
    'Nothing proves that this agent acts for the subject it names. It may name itself, or whoever an administrator lets it act for.',
  );
}
