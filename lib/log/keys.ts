import { env } from '../env.ts';
import { type SigningKey, signingKey } from './signing-key.ts';

const shared = globalThis as typeof globalThis & { countersignKeys?: Partial<Record<KeyUse, SigningKey>> };

/** Three keys, three jobs (log.md section 6); the log key comes with the sequencer. */
export type KeyUse = 'event' | 'grant';

/** The key this process signs `use` with, from the deployment's settings. */
export function keyFor(use: KeyUse): SigningKey {
  shared.countersignKeys ??= {};
  shared.countersignKeys[use] ??= signingKey(use === 'event' ? env().EVENT_KEY : env().GRANT_KEY);
  return shared.countersignKeys[use];
}
