import { isZone, nextOpening } from './calendar.ts';
import { establishedFacts } from './condition/schema.ts';
import type { PolicyDocument } from './document.ts';
import { seconds } from './duration.ts';
import type { Findings } from './findings.ts';
import type { PathStep } from './read-yaml.ts';
import { assuranceLevels } from './requirement.ts';

/** The most that a channel can prove (log.md section 11). */
const reach = { web: 'L5', teams_tab: 'L5', teams_card: 'L1', slack: 'L1' } as const;

const overrideLimit = 90 * 86_400_000;

/** What is declared has to make sense together: calendars, groups, requirements, overrides. `now` only when publishing. */
export function checkTerms(document: PolicyDocument, findings: Findings, now: Date | undefined): void {
  const zone = document.timezone ?? 'UTC';
  if (!isZone(zone)) {
    findings.error(['timezone'], 'unknown_timezone', `There is no time zone "${zone}".`);
    return;
  }
  checkDeclarations(document, findings);
  checkGroups(document, findings);

  for (const [id, requirement] of Object.entries(document.requirements)) {
    const at: PathStep[] = ['requirements', id];
    const level = requirement.minAssurance ?? 'L1';
    for (const channel of requirement.channels ?? [])
      if (assuranceLevels.indexOf(reach[channel]) < assuranceLevels.indexOf(level))
        findings.error(
          [...at, 'channels'],
          'channel_below_assurance',
          `An approve by ${channel} cannot reach ${level}.`,
          { rule: id },
        );
    const calendars = (requirement.within ?? []).flatMap((name) => document.calendars?.[name] ?? []);
    const periods = calendars.flatMap((calendar) => ('start' in calendar ? [calendar.start] : []));
    const from = now ?? new Date(periods.sort()[0] ?? '2026-01-01T00:00:00Z');
    if (calendars.length > 0 && !nextOpening(calendars, zone, from))
      findings.error([...at, 'within'], 'never_open', 'These calendars are never open together.', { rule: id });
    if (
      requirement.deadline &&
      requirement.escalate?.some((step) => seconds(step.after) >= seconds(requirement.deadline!))
    )
      findings.warn([...at, 'escalate'], 'escalates_too_late', 'A step comes only after the deadline.', { rule: id });
  }

  document.rules?.forEach((rule, index) => {
    if (rule.effect !== 'allow') return;
    const at: PathStep[] = ['rules', index];
    const about = { rule: rule.id };
    if (rule.sample === undefined)
      findings.error(
        at,
        'allow_without_sample',
        'An allow rule says which share is looked at afterwards: `sample: 0.05`.',
        about,
      );
    if (!rule.overrides) return;
    if (!rule.expires) {
      findings.error(at, 'override_without_expiry', 'An override says when it ends: `expires`.', about);
      return;
    }
    if (now && new Date(rule.expires).getTime() > now.getTime() + overrideLimit)
      findings.error([...at, 'expires'], 'override_too_long', 'An override ends within 90 days.', about);
    if (now && new Date(rule.expires) <= now)
      findings.warn([...at, 'expires'], 'override_over', 'This rule has ended already.', about);
  });
}

function checkDeclarations(document: PolicyDocument, findings: Findings): void {
  for (const name of Object.keys(document.windows ?? {}))
    if (establishedFacts.has(`window.${name}`))
      findings.error(['windows', name], 'duplicate_id', `"window.${name}" means something else already.`);
  for (const [name, calendar] of Object.entries(document.calendars ?? {})) {
    const empty =
      'start' in calendar ? new Date(calendar.start) >= new Date(calendar.end) : calendar.from === calendar.to;
    const odd = 'from' in calendar && calendar.from === '24:00';
    if (empty || odd) findings.error(['calendars', name], 'never_open', `"${name}" is never open.`);
  }
}

function checkGroups(document: PolicyDocument, findings: Findings): void {
  for (const [name, group] of Object.entries(document.groups)) {
    group.idp?.forEach((id, index) => {
      const rest = id.replaceAll('{resource.owner}', '');
      if (/[{}]/.test(rest))
        findings.error(['groups', name, 'idp', index], 'unknown_template', 'The only template is {resource.owner}.');
    });
    group.people?.forEach((id, index) => {
      if (!/^usr_[0-9a-hjkmnp-tv-z]{26}$/.test(id))
        findings.error(
          ['groups', name, 'people', index],
          'unknown_person',
          `"${id}" is nobody known here. Name people by their id (usr_…): an address can pass to somebody else.`,
        );
    });
  }
}
