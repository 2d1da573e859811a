import type { Tx } from '../db/transaction.ts';
import { proveSubject } from '../identity/prove-subject.ts';
import { type AgentRegistration, registeredAgent } from '../identity/registered-agent.ts';
import { type ActivePolicy, policyInForce } from '../policy/active.ts';
import { agentFacts } from '../policy/agent-facts.ts';
import { isOpen } from '../policy/calendar.ts';
import { unmet } from '../policy/compare.ts';
import { dueSteps, ranUntil, widened } from '../policy/escalation.ts';
import { establishFacts } from '../policy/establish-facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { PolicyEvaluation } from '../policy/evaluation.ts';
import { joinRequirements } from '../policy/join-requirements.ts';
import { mergeRequirements } from '../policy/merge.ts';
import type { MergedRequirement } from '../policy/requirement.ts';
import type { LockedRequest } from './locked-request.ts';
import { ifKnown, standingApprovals, type VotingFacts } from './votes.ts';

/** What redemption learns by asking again. */
export type Recheck =
  | { kind: 'satisfied' }
  | { kind: 'now_denied' }
  /** The active version's calendars or cooling-off are not through yet; the grant stays what it is. */
  | { kind: 'not_yet' }
  /** Met only if the groups of some approver are still what they were, which was read too long ago to say. */
  | { kind: 'unknown' }
  | { kind: 'unmet'; because: 'policy_stricter' | 'approver_ineligible'; requirement: MergedRequirement };

/**
 * Ask the two questions of policy.md section 6 anew, in the transaction that spends the grant.
 *
 * Does the active version, on the facts of this minute, demand anything that the Decisions on record leave unmet? Are the
 * pinned Requirements still met when every Decision is counted with today's people and groups? What the agent did lately
 * is taken as it was recorded; time, calendars and the agent's registration are today's.
 */
export async function recheck(tx: Tx, request: LockedRequest, voting: VotingFacts): Promise<Recheck> {
  const policy = await policyInForce(tx);
  const agent = await registeredAgent(request.agentId, request.credentialId, tx);
  if (!mayActFor(agent, request)) return { kind: 'now_denied' };
  const { facts } = request;
  const established = establishFacts(policy, {
    action: request.action,
    canonicalBytes: facts.action.bytes,
    agent: agentFacts(agent, facts.agent.changed),
    proof: request.subjectProof,
    ...(facts.subject.groups && { subjectGroups: facts.subject.groups }),
    claimed: facts.claimed,
    door: facts.context.door,
    executor: request.executorId,
    grade: request.executorGrade,
    observed: facts.context.observed,
    revision: request.revision,
    windows: facts.window,
    signals: facts.risk.signals,
    now: request.now,
  });

  const known = ifKnown(voting);
  const answer = established.ok
    ? evaluatePolicy(policy, established.facts, { now: request.now })
    : undecidable(policy, facts.resource.owner);
  if (answer.effect === 'deny') return { kind: 'now_denied' };
  const pinned = request.requirement;
  const active = answer.requirement && asEscalated(answer.requirement, request);
  const gone = pinned !== null && unmet(pinned, known) !== null;
  const stricter = active !== undefined && unmet(active, known) !== null;
  if (!gone && !stricter) {
    if (!isOpenNow(policy, active, request)) return { kind: 'not_yet' };
    const fresh = standingApprovals(voting);
    const unsure = [pinned, active].some((one) => one && unmet(one, fresh) !== null);
    return { kind: unsure ? 'unknown' : 'satisfied' };
  }
  return {
    kind: 'unmet',
    because: gone ? 'approver_ineligible' : 'policy_stricter',
    // What was asked for at first is asked for still: a version that wants something else never takes that away.
    requirement: !stricter ? pinned! : pinned ? joinRequirements(pinned, active) : active,
  };
}

/** Whom time let into a slot of the pinned Requirement it lets into the same slot of what the active version asks for. */
function asEscalated(active: MergedRequirement, { requirement, escalationStep }: LockedRequest): MergedRequirement {
  if (!requirement || escalationStep === 0) return active;
  return dueSteps(active, 0, ranUntil(requirement, escalationStep)).reduce(widened, active);
}

/** The active version declares a property of the Action with another type: its own answer to errors is what counts. */
function undecidable({ document }: ActivePolicy, owner: string): Pick<PolicyEvaluation, 'effect' | 'requirement'> {
  const { onError } = document;
  if (onError.effect === 'deny') return { effect: 'deny' };
  return { effect: 'require', requirement: mergeRequirements(document, onError.use, owner) };
}

/** The authority the agent acted on is still its own: an administrator may have taken it back since. */
function mayActFor(agent: AgentRegistration, { action }: LockedRequest): boolean {
  try {
    proveSubject({ id: agent.id, actsFor: agent.actsFor }, action.subject);
    return true;
  } catch {
    return false;
  }
}

/** A freeze or a cooling-off that came into force after filing holds as well. */
function isOpenNow(policy: ActivePolicy, active: MergedRequirement | undefined, request: LockedRequest): boolean {
  if (!active) return true;
  // What was asked for at filing is in the grant's own times already.
  const cooling = active.notBeforeSeconds > (request.requirement?.notBeforeSeconds ?? 0) ? active.notBeforeSeconds : 0;
  const cooledAt = request.askedAt.getTime() + cooling * 1000;
  return request.now.getTime() >= cooledAt && areOpen(policy, active.within, request.now);
}

/** Are all calendars that the Requirement names open now, by the policy in force? One it does not know is closed. */
export async function calendarsOpen(tx: Tx, request: LockedRequest): Promise<boolean> {
  const names = request.requirement?.within ?? [];
  return names.length === 0 || areOpen(await policyInForce(tx), names, request.now);
}

function areOpen({ document }: ActivePolicy, names: readonly string[], now: Date): boolean {
  return names.every((name) => {
    const calendar = document.calendars?.[name];
    return calendar !== undefined && isOpen(calendar, document.timezone ?? 'UTC', now);
  });
}
