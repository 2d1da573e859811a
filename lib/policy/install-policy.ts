import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { JsonObject } from '#protocol/wire.ts';
import { databaseNow } from '../clock.ts';
import { channel } from '../db/listen.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { appendEvent } from '../log/append-events.ts';
import { digestOf } from '../log/digest.ts';
import type { EventActor } from '../log/event.ts';
import { systemActor } from '../log/system-actor.ts';
import { parsePolicy } from './load.ts';
import type { PolicyProblem } from './problem.ts';

/** Where a version came from. `ref` is a file, or a repository and commit. */
export interface PolicySource {
  kind: 'install' | 'git' | 'console' | 'recover';
  ref?: string;
}

export type Installed =
  | { ok: true; name: string; version: number; digest: string; changed: boolean; warnings: readonly PolicyProblem[] }
  | { ok: false; problems: readonly PolicyProblem[] };

/** Serialises activations; any constant that nothing else locks on. */
const activationLock = 7_203_901;

/**
 * Put a document in force as the next version, with the Event `policy.published` in the same transaction; every
 * process hears of it when that commits. A document that does not load changes nothing and leaves `policy.refused`.
 *
 * Run by an operator on the server: the Event names no approval, because there was none. The same document again
 * changes nothing.
 */
export async function installPolicy(
  text: string,
  source: PolicySource,
  by: { actor: EventActor; authorIds: readonly string[] } = { actor: systemActor, authorIds: [] },
): Promise<Installed> {
  return transaction(async (tx) => {
    await tx.query({ name: 'policy-activation', text: 'SELECT pg_advisory_xact_lock($1)', values: [activationLock] });
    return installLocked(tx, text, source, by);
  });
}

/** Give a deployment that has no policy yet its first one: `text`, else the install policy, which allows nothing. */
export async function ensurePolicy(first: { text: string; ref?: string }): Promise<Installed | undefined> {
  return transaction(async (tx) => {
    await tx.query({ name: 'policy-activation', text: 'SELECT pg_advisory_xact_lock($1)', values: [activationLock] });
    const { rowCount } = await tx.query({ name: 'policy-any', text: 'SELECT 1 FROM policy_active' });
    if (rowCount) return undefined;
    const source: PolicySource = { kind: 'install', ...(first.ref ? { ref: first.ref } : {}) };
    return installLocked(tx, first.text, source, { actor: systemActor, authorIds: [] });
  });
}

/** Version 1 of an installation: no allow rule, one reviewer for everything. `reviewers` are directory group ids. */
export function installPolicyText(reviewers: readonly string[]): string {
  const document = parseDocument(readFileSync(new URL('./install.yaml', import.meta.url), 'utf8'));
  if (reviewers.length > 0) document.setIn(['groups', 'reviewers', 'idp'], [...reviewers]);
  return document.toString();
}

async function installLocked(
  tx: Tx,
  text: string,
  source: PolicySource,
  { actor, authorIds }: { actor: EventActor; authorIds: readonly string[] },
): Promise<Installed> {
  const now = await databaseNow(tx);
  const parsed = parsePolicy(text, { publishing: now });
  const from: JsonObject = { kind: source.kind, ...(source.ref ? { ref: source.ref } : {}) };
  if (!parsed.ok) {
    await appendEvent(tx, {
      type: 'policy.refused',
      at: now,
      actor,
      subject: { kind: 'policy', id: digestOf(text) },
      data: {
        policy_digest: digestOf(text),
        author_id: [...authorIds],
        source: from,
        problems: parsed.problems.map(({ rule, code }) => ({ ...(rule ? { rule } : {}), code })),
      },
    });
    return { ok: false, problems: parsed.problems };
  }

  const { name, digest, warnings } = parsed.policy;
  const active = await tx.query<{ name: string; version: number; digest: string }>({
    name: 'active-policy',
    text: `SELECT v.name, v.version, v.digest FROM policy_active a
      JOIN policy_version v ON v.name = a.name AND v.version = a.version`,
  });
  const before = active.rows[0];
  if (before?.digest === digest && before.name === name)
    return { ok: true, name, version: before.version, digest, changed: false, warnings };

  const inserted = await tx.query<{ version: number }>({
    name: 'policy-insert',
    text: `INSERT INTO policy_version (name, version, digest, document, source, author_ids, created_at)
      SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 FROM policy_version WHERE name = $1 RETURNING version`,
    values: [name, digest, text, from, authorIds, now],
  });
  const version = inserted.rows[0]!.version;
  await tx.query({
    name: 'policy-activate',
    text: `INSERT INTO policy_active ("only", name, version, activated_at) VALUES (true, $1, $2, $3)
      ON CONFLICT ("only") DO UPDATE SET name = excluded.name, version = excluded.version, activated_at = excluded.activated_at`,
    values: [name, version, now],
  });
  await appendEvent(tx, {
    type: 'policy.published',
    at: now,
    actor,
    subject: { kind: 'policy', id: name },
    policy: { id: name, version, digest },
    data: {
      name,
      policy_digest: digest,
      ...(before ? { from_digest: before.digest } : {}),
      author_id: [...authorIds],
      source: from,
      version,
    },
  });
  await tx.query({ name: 'announce', text: 'SELECT pg_notify($1, $2)', values: [channel, 'policy'] });
  return { ok: true, name, version, digest, changed: true, warnings };
}
