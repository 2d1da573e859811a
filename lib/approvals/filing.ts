import type { RequestState } from '#protocol/wire.ts';
import { type MintedGrant, mintGrant } from '../grants/mint-grant.ts';
import { type OpenSlots, openSlots } from '../grants/open-slots.ts';
import type { Directory } from '../identity/person-directory.ts';
import { digestOf } from '../log/digest.ts';
import type { SealedEvent } from '../log/event.ts';
import { keyFor } from '../log/keys.ts';
import { sealEvent } from '../log/seal-event.ts';
import { systemActor } from '../log/system-actor.ts';
import { couldCover, progress } from '../policy/matching.ts';
import { defaultGrantTerms, type MergedRequirement } from '../policy/requirement.ts';
import { evaluationMade, type Filing, requestSubmitted } from './evaluation-event.ts';

export interface ToFile extends Filing {
  evaluationId: string;
  issuer: string;
  executor: { id: string; grade: 'structural' | 'network' | 'cooperative' };
  /** People who may never approve it; they do not help to cover a slot either. */
  excluded: readonly { personId: string }[];
  directory: Directory;
  expiresInSeconds?: number;
  idempotencyKey: string;
  /** Leaves that led here besides the evaluation itself: the voided votes of a revision. */
  because?: readonly Uint8Array[];
}

/** A revision as it will be written: the state policy puts it in, its Events, and the grant of an allow. */
export interface Filed {
  state: Extract<RequestState, 'approved' | 'denied' | 'pending' | 'blocked'>;
  requirement: MergedRequirement | null;
  slots: OpenSlots;
  expiresAt: Date | null;
  notBefore: Date | null;
  events: SealedEvent[];
  evaluated: SealedEvent;
  submitted: SealedEvent | null;
  grant: { minted: MintedGrant; issued: SealedEvent } | null;
}

const none: OpenSlots = { needed: 0, filled: 0, openGroups: [] };

/**
 * What policy's answer makes of an Action: settled at once, or waiting for people. Pure but for ids, salts and keys.
 *
 * A Requirement that the people known here cannot cover is filed as `blocked`: never approved, never with fewer slots.
 */
export function fileAction(filing: ToFile): Filed {
  const { evaluation } = filing.assessment;
  const evaluated = sealEvent(evaluationMade(filing, filing.because), keyFor('event'));
  const settled = { requirement: null, slots: none, expiresAt: null, notBefore: null, evaluated, submitted: null };
  switch (evaluation.effect) {
    case 'deny':
      return { ...settled, state: 'denied', events: [evaluated], grant: null };
    case 'allow': {
      const grant = policyGrant(filing, evaluated);
      return { ...settled, state: 'approved', events: [evaluated, grant.issued], grant };
    }
    case 'require':
      return askPeople(filing, evaluation.requirement!, evaluated);
  }
}

function policyGrant(filing: ToFile, evaluated: SealedEvent) {
  const minted = mintGrant(
    {
      issuer: filing.issuer,
      requestId: filing.requestId,
      revision: filing.revision,
      digest: filing.digest,
      action: filing.action,
      agentId: filing.agent.id,
      executor: filing.executor,
      policy: filing.policy,
      basis: 'policy',
      approvals: [],
      terms: defaultGrantTerms,
      groundLeaf: evaluated.leafHash,
      now: filing.now,
      notBefore: filing.now,
      actor: systemActor,
    },
    keyFor('grant'),
  );
  return { minted, issued: sealEvent(minted.event, keyFor('event')) };
}

function askPeople(filing: ToFile, requirement: MergedRequirement, evaluated: SealedEvent): Filed {
  const seconds = Math.min(requirement.deadlineSeconds, filing.expiresInSeconds ?? Number.POSITIVE_INFINITY);
  const expiresAt = new Date(filing.now.getTime() + seconds * 1000);
  const notBefore =
    requirement.notBeforeSeconds > 0 ? new Date(filing.now.getTime() + requirement.notBeforeSeconds * 1000) : null;
  const submitted = sealEvent(
    requestSubmitted(filing, expiresAt, evaluated.leafHash, digestOf(filing.idempotencyKey)),
    keyFor('event'),
  );
  const events = [evaluated, submitted];

  const people = eligiblePeople(filing.directory, filing.excluded);
  const covered = couldCover(requirement, people);
  if (!covered) events.push(sealEvent(blockedEvent(filing, requirement, people.length, submitted), keyFor('event')));
  return {
    state: covered ? 'pending' : 'blocked',
    requirement,
    slots: openSlots(requirement, progress(requirement, [])),
    expiresAt,
    notBefore,
    events,
    evaluated,
    submitted,
    grant: null,
  };
}

/** Active people of the directory whom nothing excludes, as slots see them. */
export function eligiblePeople(directory: Directory, excluded: readonly { personId: string }[]) {
  const out = new Set(excluded.map((one) => directory.rootOf(one.personId)));
  return [...directory.people.values()]
    .filter((person) => !person.disabled && !out.has(person.id))
    .map((person) => ({ personId: person.id, groups: person.groups }));
}

function blockedEvent(filing: Filing, requirement: MergedRequirement, eligible: number, submitted: SealedEvent) {
  const first = requirement.requirements[0]!;
  return {
    type: 'request.blocked' as const,
    at: filing.now,
    actor: systemActor,
    subject: { digest: filing.digest },
    request: filing.requestId,
    revision: filing.revision,
    prev: [submitted.leafHash],
    data: {
      requirement_id: first.id,
      slot_id: first.slots[0]!.id,
      eligible,
      needed: requirement.requirements.reduce(
        (most, one) =>
          Math.max(
            most,
            one.slots.reduce((sum, slot) => sum + slot.count, 0),
          ),
        0,
      ),
      cause: 'too_few_people',
    },
  };
}
