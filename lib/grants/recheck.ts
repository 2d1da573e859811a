import type { Tx } from '../db/transaction.ts';
import { registeredAgent } from '../identity/registered-agent.ts';
import { type ActivePolicy, policyInForce } from '../policy/active.ts';
import { isOpen } from '../policy/calendar.ts';
import { unmet } from '../policy/compare.ts';
import { establishFacts } from '../policy/establish-facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { PolicyEvaluation } from '../policy/evaluation.ts';
import { mergeRequirements } from '../policy/merge.ts';
import type { MergedRequirement } from '../policy/requirement.ts';
import type { LockedRequest } from './locked-request.ts';
import { standingApprovals, type VotingFacts } from './votes.ts';

/** What redemption learns by asking again. */
export type Recheck =
  | { kind: 'satisfied' }
  | { kind: 'now_denied' }
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
  const { facts } = request;
  const established = establishFacts(policy, {
    action: request.action,
    canonicalBytes: facts.action.bytes,
    agent: {
      id: agent.id,
      owner: agent.ownerId,
      team: agent.team,
      trust: agent.trust,
      model: agent.model?.name ?? null,
      tags: agent.tags,
      createdAt: agent.createdAt,
      changed: facts.agent.changed,
    },
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

  const approvals = standingApprovals(voting);
  const answer = established.ok
    ? evaluatePolicy(policy, established.facts, { now: request.now })
    : undecidable(policy, facts.resource.owner);
  if (answer.effect === 'deny') return { kind: 'now_denied' };
  if (answer.requirement && unmet(answer.requirement, approvals)) {
    return { kind: 'unmet', because: stricterOrGone(request, approvals), requirement: answer.requirement };
  }
  if (request.requirement && unmet(request.requirement, approvals)) {
    return { kind: 'unmet', because: 'approver_ineligible', requirement: request.requirement };
  }
  return { kind: 'satisfied' };
}

/** The active version declares a property of the Action with another type: its own answer to errors is what counts. */
function undecidable({ document }: ActivePolicy, owner: string): Pick<PolicyEvaluation, 'effect' | 'requirement'> {
  const { onError } = document;
  if (onError.effect === 'deny') return { effect: 'deny' };
  return { effect: 'require', requirement: mergeRequirements(document, onError.use, owner) };
}

/** If the pinned Requirement is unmet as well, the people changed; else the policy did. */
function stricterOrGone({ requirement }: LockedRequest, approvals: ReturnType<typeof standingApprovals>) {
  return requirement && unmet(requirement, approvals) ? 'approver_ineligible' : 'policy_stricter';
}

/** Are all calendars that the Requirement names open now, by the policy in force? One it does not know is closed. */
export async function calendarsOpen(tx: Tx, request: LockedRequest): Promise<boolean> {
  const names = request.requirement?.within ?? [];
  if (names.length === 0) return true;
  const { document } = await policyInForce(tx);
  return names.every((name) => {
    const calendar = document.calendars?.[name];
    return calendar !== undefined && isOpen(calendar, document.timezone ?? 'UTC', request.now);
  });
}
