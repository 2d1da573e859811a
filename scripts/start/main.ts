import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeployment, startDeployment } from './external.ts';
import { root } from './places.ts';
import { generateClient } from './prepare.ts';
import { Plain, say } from './say.ts';
import { welcome } from './welcome.ts';

let stop: (() => Promise<void>) | undefined;
let ending = false;

/** End in order, once, whatever asked for it: a signal, a failure, or the process that started us going away. */
async function end(code: number, why?: Error): Promise<void> {
  if (ending) return;
  ending = true;
  if (why) console.error(why instanceof Plain ? why.message : why);
  else say('Stopping…');
  await stop?.().catch((error: unknown) => console.error(error));
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
process.on('disconnect', () => void end(0));

try {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const deployment = isDeployment();
  await generateClient();
  // What follows imports the generated client, so it is loaded only now.
  if (deployment) {
    const running = await startDeployment();
    stop = running.stop;
    void running.ended.then((code) => end(code));
  } else {
    const { startDemo } = await import('./demo.ts');
    const { url, people } = await startDemo({
      onStart: (how) => {
        stop = how;
      },
      onFailure: (problem) => void end(1, problem),
    });
    if (!ending) welcome(url, people, Math.round(process.uptime()));
  }
} catch (error) {
  await end(1, error as Error);
}
