import type { PolicyDocument } from './document.ts';
import type { Findings } from './findings.ts';
import type { PathStep } from './read-yaml.ts';

/** Every name that is used has to be declared, and declared once. */
export function checkNames(document: PolicyDocument, findings: Findings): void {
  const group = (name: string, at: PathStep[], rule?: string) => {
    if (!Object.hasOwn(document.groups, name))
      findings.error(at, 'unknown_group', `There is no group "${name}".`, rule ? { rule } : {});
  };
  const requirements = (names: readonly string[] | undefined, at: PathStep[], rule?: string) => {
    names?.forEach((name, index) => {
      if (!Object.hasOwn(document.requirements, name))
        findings.error(
          [...at, index],
          'unknown_requirement',
          `There is no requirement "${name}".`,
          rule ? { rule } : {},
        );
    });
  };
  const once = (ids: readonly string[], at: (index: number) => PathStep[], what: string) => {
    const seen = new Set<string>();
    ids.forEach((id, index) => {
      if (seen.has(id))
        findings.error(at(index), 'duplicate_id', `There are two ${what} called "${id}".`, { rule: id });
      seen.add(id);
    });
  };

  for (const [id, requirement] of Object.entries(document.requirements)) {
    const at: PathStep[] = ['requirements', id];
    requirement.slots.forEach((slot, index) => {
      group(slot.group, [...at, 'slots', index, 'group'], id);
    });
    const slotNames = requirement.slots.map((slot, index) => slot.name ?? String(index + 1));
    once(slotNames, (index) => [...at, 'slots', index], 'slots');
    requirement.escalate?.forEach((step, index) => {
      const here = [...at, 'escalate', index];
      for (const name of step.notify ?? []) group(name, [...here, 'notify'], id);
      if (step.with) group(step.with, [...here, 'with'], id);
      if (step.widen && !slotNames.includes(step.widen))
        findings.error([...here, 'widen'], 'unknown_slot', `There is no slot "${step.widen}".`, { rule: id });
      if (Boolean(step.widen) !== Boolean(step.with) || (!step.widen && !step.notify))
        findings.error(here, 'incomplete_step', 'A step says `notify`, or `widen` together with `with`.', { rule: id });
    });
    requirement.within?.forEach((name, index) => {
      if (!Object.hasOwn(document.calendars ?? {}, name))
        findings.error([...at, 'within', index], 'unknown_calendar', `There is no calendar "${name}".`, { rule: id });
    });
  }

  const rules = document.rules ?? [];
  const ruleIds = new Map(rules.map((rule) => [rule.id, rule]));
  once(
    rules.map((rule) => rule.id),
    (index) => ['rules', index, 'id'],
    'rules',
  );
  once(
    (document.risk ?? []).map((clause) => clause.id),
    (index) => ['risk', index, 'id'],
    'risk clauses',
  );
  once(
    (document.tests ?? []).map((test) => test.name),
    (index) => ['tests', index, 'name'],
    'tests',
  );
  rules.forEach((rule, index) => {
    if (rule.effect === 'require') requirements(rule.use, ['rules', index, 'use'], rule.id);
    if (rule.effect !== 'allow') return;
    rule.overrides?.forEach((name, place) => {
      const at: PathStep[] = ['rules', index, 'overrides', place];
      const target = ruleIds.get(name);
      if (!target) findings.error(at, 'unknown_rule', `There is no rule "${name}".`, { rule: rule.id });
      else if (target.effect !== 'require')
        findings.error(at, 'override_not_require', 'Only a require rule can be overridden, never a deny.', {
          rule: rule.id,
        });
    });
  });
  for (const place of ['default', 'onError'] as const) {
    const entry = document[place];
    if (entry.effect === 'require') requirements(entry.use, [place, 'use']);
  }
  requirements(document.publish?.use, ['publish', 'use']);
  if (document.breakGlass) {
    group(document.breakGlass.who, ['breakGlass', 'who']);
    for (const name of document.breakGlass.notify ?? []) group(name, ['breakGlass', 'notify']);
  }
  for (const [name, window] of Object.entries(document.windows ?? {})) {
    const property = window.sum.slice('action.properties.'.length);
    if (document.properties?.action?.[property] !== 'int')
      findings.error(
        ['windows', name, 'sum'],
        'unknown_fact',
        `"${window.sum}" has to be declared as an int under properties.`,
      );
  }
}
