import type { Action } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { claim, layOut } from './lay-out.ts';
import { firstText, inFamily, properties } from './members.ts';
import { quoted, sentence } from './sentence.ts';

export const TO = ['to', 'to_version', 'version', 'tag', 'image', 'ref', 'commit'] as const;
export const FROM = ['from', 'from_version', 'previous_version', 'current_version'] as const;

const verbs: Record<string, string> = {
  run: 'Deploy',
  start: 'Deploy',
  promote: 'Promote',
  rollback: 'Roll back',
  restart: 'Restart',
  scale: 'Scale',
  stop: 'Stop',
};

export const deploy: ActionKind = {
  kind: 'deploy',
  matches: (action) => inFamily(action, 'deploy', 'deployment', 'release', 'rollout'),
  headline(action) {
    const [last] = action.action.name.split('.').slice(-1);
    const known = verbs[last ?? ''];
    const to = firstText(properties(action), TO);
    const from = firstText(properties(action), FROM);
    return sentence(
      known ?? `Perform ${quoted(action.action.name)} for`,
      `${quoted(action.resource.type)} ${quoted(action.resource.id)}`,
      to && `to ${quoted(to.text)}`,
      from && `from ${quoted(from.text)}`,
    );
  },
  sections: (action) =>
    layOut(action, [
      claim('release', 'Release', ...FROM, ...TO, 'digest', 'artifact', 'branch', 'etag'),
      claim(
        'rollout',
        'How it rolls out',
        'strategy',
        'replicas',
        'steps',
        'canary',
        'regions',
        'clusters',
        'namespace',
        'migrations',
        'health_checks',
        'timeout_seconds',
      ),
    ]),
};

export function releaseOf(action: Action): { from?: string; to?: string } {
  const to = firstText(properties(action), TO)?.text;
  const from = firstText(properties(action), FROM)?.text;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
