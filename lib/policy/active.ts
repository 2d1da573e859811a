import type { Bus } from '../db/listen.ts';
import { bus } from '../db/listen.ts';
import { pool } from '../db/pool.ts';
import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { parsePolicy } from './load.ts';
import type { LoadedPolicy } from './policy.ts';

/** The policy in force, ready to be evaluated. */
export type ActivePolicy = LoadedPolicy & { version: number };

interface Known {
  active?: ActivePolicy;
  readAt: number;
  reading?: Promise<ActivePolicy>;
  /** How many announcements were heard; an answer that was on its way meanwhile is not fresh. */
  heard: number;
  bus?: Bus;
}

const shared = globalThis as typeof globalThis & { countersignPolicy?: Known };

function knownHere(): Known {
  shared.countersignPolicy ??= { readAt: Number.NEGATIVE_INFINITY, heard: 0 };
  return shared.countersignPolicy;
}

const oldestMilliseconds = 1000;
const refreshMilliseconds = 500;

/**
 * The version in force, at most a second old: read again when one is announced, and every half second while in use.
 *
 * It costs intake nothing: the re-read happens beside the call that noticed, and only an answer older than a second is
 * waited for. Where there is no version, or it does not load, nothing is allowed.
 *
 * @throws Refusal `policy_unavailable`
 */
export async function activePolicy(): Promise<ActivePolicy> {
  const known = knownHere();
  listen(known);
  const age = performance.now() - known.readAt;
  if (known.active && age < refreshMilliseconds) return known.active;
  known.reading ??= reread(known);
  if (known.active && age < oldestMilliseconds) {
    known.reading.catch(() => {});
    return known.active;
  }
  return known.reading;
}

/** The version in force as this transaction sees it, for redemption, where a second old is too old. */
export async function policyInForce(tx: Tx): Promise<ActivePolicy> {
  return readActive(tx, knownHere());
}

function listen(known: Known): void {
  const current = bus();
  if (known.bus === current) return;
  known.bus = current;
  current.on((payload) => {
    if (payload !== 'policy' && payload !== 'resync') return;
    known.heard++;
    known.readAt = Number.NEGATIVE_INFINITY;
  });
}

async function reread(known: Known): Promise<ActivePolicy> {
  const startedAt = performance.now();
  const heard = known.heard;
  try {
    const active = await readActive(pool(), known);
    known.active = active;
    if (known.heard === heard) known.readAt = startedAt;
    return active;
  } finally {
    delete known.reading;
  }
}

async function readActive(from: Pick<Tx, 'query'>, known: Known): Promise<ActivePolicy> {
  const { rows } = await from.query<{ name: string; version: number; digest: string }>({
    name: 'active-policy',
    text: `SELECT v.name, v.version, v.digest FROM policy_active a
      JOIN policy_version v ON v.name = a.name AND v.version = a.version`,
  });
  const row = rows[0];
  if (!row) throw unavailable('No policy is in force here.');
  if (known.active?.digest === row.digest && known.active.version === row.version) return known.active;

  const { rows: texts } = await from.query<{ document: string }>({
    name: 'policy-document',
    text: 'SELECT document FROM policy_version WHERE name = $1 AND version = $2',
    values: [row.name, row.version],
  });
  const parsed = parsePolicy(texts[0]!.document);
  if (!parsed.ok) throw unavailable(`Version ${row.version} of the policy does not load.`);
  if (parsed.policy.digest !== row.digest)
    throw unavailable(`Version ${row.version} of the policy is not what was published.`);
  return { ...parsed.policy, version: row.version };
}

const unavailable = (why: string) =>
  new Refusal('policy_unavailable', `${why} Until there is one that loads, nothing is allowed.`);
