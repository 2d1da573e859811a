import type { PolicyDocument } from './document.ts';
import type { Findings } from './findings.ts';

/**
 * What this version understands but cannot do yet is said, never skipped in silence; none of it makes anything looser.
 * `strict` grants would be: they promise a signed checkpoint before the run, so they are refused outright.
 */
export function checkEffective(document: PolicyDocument, findings: Findings): void {
  const strict = 'strict needs the log’s checkpoints, which this version does not write yet';
  for (const [id, requirement] of Object.entries(document.requirements)) {
    const at = ['requirements', id];
    const about = { rule: id };
    if (requirement.grant?.log === 'strict')
      findings.error([...at, 'grant', 'log'], 'not_available', `${strict}.`, about);
    if (requirement.minAssurance === 'L4' || requirement.minAssurance === 'L5')
      findings.warn(
        [...at, 'minAssurance'],
        'not_effective',
        `Nobody can reach ${requirement.minAssurance} before passkeys come; until then nobody can approve this.`,
        about,
      );
    if (requirement.standing)
      findings.warn(
        [...at, 'standing'],
        'not_effective',
        'Standing grants are not issued yet; each Request is asked for.',
        about,
      );
  }
  document.rules?.forEach((rule, index) => {
    if (rule.effect !== 'allow') return;
    if (rule.log === 'strict')
      findings.error(['rules', index, 'log'], 'not_available', `${strict}.`, { rule: rule.id });
    if (rule.sample)
      findings.warn(
        ['rules', index, 'sample'],
        'not_effective',
        'After-review is not drawn yet; allowed Actions are in the history.',
        { rule: rule.id },
      );
  });
  if (document.breakGlass?.grant?.log === 'strict')
    findings.error(['breakGlass', 'grant', 'log'], 'not_available', `${strict}.`);
  const later: [keyof PolicyDocument, string][] = [
    ['breakGlass', 'Break-glass is not available yet; nobody can skip a slot.'],
    ['storm', 'The storm guard is not available yet; every Request has its own card.'],
    ['publish', 'Documents are installed from a file in this version; nobody can publish from the console.'],
    ['sensitive', 'Members are masked in explanations; the log does not yet commit to them by nonce.'],
  ];
  for (const [key, detail] of later) if (document[key] !== undefined) findings.warn([key], 'not_effective', detail);
}
