/** A curl line that files a first request as this agent, with its key in COUNTERSIGN_KEY. */
export function firstRequestLine(origin: string, agentId: string): string {
  const action = {
    subject: { type: 'agent', id: agentId },
    action: { name: 'shell.run', properties: { command: 'uptime' } },
    resource: { type: 'host', id: 'web-1' },
  };
  return [
    `curl -X POST ${origin}/api/v1/requests \\`,
    `  -H "Authorization: Bearer $COUNTERSIGN_KEY" \\`,
    `  -H "Idempotency-Key: first-1" -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify({ action })}'`,
  ].join('\n');
}
