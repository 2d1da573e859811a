import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '..', '..', process.env.COUNTERSIGN_DATA ?? '.data/e2e');

interface KeyHolder {
  id: string;
  name: string;
  key: string;
}

interface Demo {
  baseUrl: string;
  shopUrl: string;
  agents: KeyHolder[];
  executors: KeyHolder[];
  people: { email: string; name: string; password: string }[];
}

/** What the product that is under test wrote down for scripts and tests. */
export function demo(): Demo {
  return JSON.parse(readFileSync(resolve(folder, 'demo.json'), 'utf8')) as Demo;
}

/** One of the demo company's own agents. */
export function demoAgent(name: 'billing-bot' | 'crm-agent' | 'deploy-bot'): KeyHolder {
  return named(demo().agents, name);
}

/** The key of the executor that may run what is approved. */
export function executor(): KeyHolder {
  return named(demo().executors, 'shop-runner');
}

/** A file that the product under test keeps. */
export function kept(...path: string[]): string {
  return resolve(folder, ...path);
}

function named(all: KeyHolder[], name: string): KeyHolder {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`The demo has no ${name}.`);
  return found;
}
