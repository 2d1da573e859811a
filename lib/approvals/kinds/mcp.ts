import type { Action } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { claim, layOut } from './lay-out.ts';
import { inFamily, member, properties } from './members.ts';
import { quoted, sentence } from './sentence.ts';

const ARGUMENTS = ['arguments', 'kwargs', 'input'] as const;

export const mcp: ActionKind = {
  kind: 'mcp',
  matches: (action) =>
    action.resource.type === 'mcp_tool' ||
    inFamily(action, 'mcp') ||
    (inFamily(action, 'claude_code', 'humanlayer', 'tool') &&
      ARGUMENTS.some((name) => member(properties(action), name) !== undefined)),
  headline(action) {
    const { server, tool } = toolOf(action);
    return sentence(`Call tool ${quoted(tool)}`, server && `of ${quoted(server)}`);
  },
  sections: (action) => layOut(action, [claim('arguments', 'Arguments', ...ARGUMENTS)]),
};

/** `github/create_issue` as server and tool; a tool named by the action itself has no server. */
export function toolOf(action: Action): { server?: string; tool: string } {
  if (action.resource.type !== 'mcp_tool') {
    return {
      tool: action.action.name.split('.').slice(1).join('.') || action.action.name,
      server: `${action.resource.type} ${action.resource.id}`,
    };
  }
  const at = action.resource.id.indexOf('/');
  if (at <= 0) return { tool: action.resource.id };
  return { server: action.resource.id.slice(0, at), tool: action.resource.id.slice(at + 1) };
}
