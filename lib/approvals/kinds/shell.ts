import type { Action, Json } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { claim, layOut } from './lay-out.ts';
import { firstText, inFamily, member, properties, text, texts } from './members.ts';
import { place, quoted, sentence } from './sentence.ts';

export const shell: ActionKind = {
  kind: 'shell',
  matches: (action) =>
    commandOf(action) !== undefined && (inFamily(action, 'shell', 'command', 'exec', 'ssh') || isHost(action)),
  headline(action) {
    const { argv, line } = commandOf(action) ?? {};
    const command = line ?? (argv ?? []).map(word).join(' ');
    const user = text(properties(action), 'user');
    return sentence(
      command.length <= 110 ? `Run ${shown(command)}` : `Run a command beginning ${shown(command.slice(0, 60))}`,
      user !== undefined && `as ${quoted(user)}`,
      place(action, 'on'),
    );
  },
  sections(action) {
    return layOut(action, [
      claim('command', 'Command', ...(commandOf(action)?.names ?? [])),
      claim('stdin', 'Standard input', 'stdin', 'input'),
      claim('environment', 'Environment', 'env', 'environment'),
      claim(
        'where',
        'Where it runs',
        'cwd',
        'working_directory',
        'user',
        'shell',
        'image',
        'host',
        'timeout_seconds',
        'umask',
      ),
    ]);
  },
};

/** The command as a list of words, or as one line that a shell will take apart; and the members it stands in. */
export function commandOf(action: Action): { names: string[]; argv?: string[]; line?: string } | undefined {
  const own = properties(action);
  const named = ['argv', 'command', 'cmd', 'script'].find((name) => member(own, name) !== undefined);
  const value: Json | undefined = named === undefined ? undefined : member(own, named);
  const args = texts(member(own, 'args') ?? []);
  if (named === undefined || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const argv = texts(value);
    return argv && argv.length > 0 ? { names: [named], argv } : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const hasArgs = Array.isArray(member(own, 'args')) && args !== undefined;
  return hasArgs ? { names: [named, 'args'], argv: [value, ...args] } : { names: [named], line: value };
}

/** What a careful reader would point at in a command. Facts of its text, not a verdict. */
export function commandNotes({ argv, line }: { argv?: string[]; line?: string }): string[] {
  const whole = line ?? argv?.join(' ') ?? '';
  const notes: string[] = [];
  if (line !== undefined) notes.push('One line of text that a shell takes apart and expands');
  if (/\|\s*(sudo\s+)?(ba|z|da)?sh\b/.test(whole)) notes.push('Pipes text into a shell');
  if (/\b(curl|wget|fetch)\b/.test(whole)) notes.push('Reaches out to the network');
  if (/\bsudo\b|\bdoas\b/.test(whole)) notes.push('Runs with raised rights');
  if (/\brm\s+(-\w*[rf]|--recursive|--force)/.test(whole)) notes.push('Deletes recursively or without asking');
  if (/\$\(|`|\beval\b|\bbase64\b/.test(whole)) notes.push('Runs text that is only known when it runs');
  return notes;
}

/** A word as a shell would need it quoted, so that one argument with a blank does not look like two. */
export function word(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

function shown(command: string): string {
  return firstText({ command }, ['command']) ? quotedCommand(command) : '';
}

function quotedCommand(command: string): string {
  const one = quoted(command);
  return one.startsWith('"') ? one : `"${one}"`;
}

function isHost(action: Action): boolean {
  return ['host', 'machine', 'container', 'pod', 'workspace'].includes(action.resource.type);
}
