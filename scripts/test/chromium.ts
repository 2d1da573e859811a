import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { say } from '../start/say.ts';

/** Where Debian and Ubuntu put it; playwright.config.ts looks there too. */
const systemChromium = '/usr/bin/chromium';

/** Undefined when a browser for the stories is there or could be installed, else the sentence that says what to do. */
export function chromiumProblem(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? undefined : `CHROMIUM names ${named}, and there is no such file.`;
  if (existsSync(systemChromium) || existsSync(chromium.executablePath())) return undefined;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    say('Installing Chromium for the browser stories…');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit' });
    if (existsSync(systemChromium)) return undefined;
  }
  return 'The browser stories need Chromium, and there is none. Run "npx playwright install chromium", or set CHROMIUM to one.';
}
