import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentName } from './proposal.ts';

interface DemoFile {
  baseUrl: string;
  shopUrl: string;
  agents: { id: string; name: string; key: string }[];
  executors: { id: string; name: string; key: string }[];
}

/** Where the agents work, and as whom: what `npm start` wrote down for them. */
export interface DemoSettings {
  url: string;
  shopUrl: string;
  agents: Record<AgentName, { id: string; key: string }>;
  executorKey: string;
  /** The folder of the file itself; what the agents keep stands beside it. */
  folder: string;
}

/** @throws Error in a sentence, when the file or something in it is missing */
export function readSettings(file: string): DemoSettings {
  const { baseUrl, shopUrl, agents, executors } = readDemo(file);
  const agent = (name: AgentName) => named(agents, name, file);
  return {
    url: baseUrl,
    shopUrl,
    agents: {
      'billing-bot': agent('billing-bot'),
      'crm-agent': agent('crm-agent'),
      'deploy-bot': agent('deploy-bot'),
    },
    executorKey: named(executors, 'shop-runner', file).key,
    folder: dirname(file),
  };
}

/** The file `npm start` names, else the one it writes in this checkout. */
export function demoFile(): string {
  return process.env.DEMO_FILE ?? join(import.meta.dirname, '..', '..', '.data', 'demo.json');
}

function readDemo(file: string): DemoFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoFile;
  } catch (cause) {
    throw new Error(`${file} cannot be read. npm start writes it; run that first.`, { cause });
  }
}

function named<T extends { name: string }>(all: T[] | undefined, name: string, file: string): T {
  const found = all?.find((one) => one.name === name);
  if (found) return found;
  throw new Error(`${file} does not know ${name}.`);
}
