import type { Action, Assurance, Channel, Verdict } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import { countedMembership } from '../identity/counted-membership.ts';
import { directory } from '../identity/directory.ts';
import { strongEnough } from '../policy/compare.ts';
import type { Approval } from '../policy/matching.ts';
import type { MergedRequirement } from '../policy/requirement.ts';

/** Why somebody may never approve a Request. */
export type ExcludedAs = 'filer' | 'subject' | 'owner' | 'credential_creator' | 'editor' | 'proposer' | 'author';

/** One person's latest word on a revision, with that person as they stand today. */
export interface Vote {
  decisionId: string;
  /** The person all their accounts belong to. */
  personId: string;
  name: string;
  verdict: Verdict;
  reason?: string;
  assurance: Assurance;
  channel: Channel;
  at: Date;
  leaf: Buffer;
  groupsThen: string[];
  groups: string[];
  /** False once the person was disabled. */
  active: boolean;
}

/** The votes on one revision in the order they were given, and everybody who may not vote at all. */
export interface VotingFacts {
  votes: Vote[];
  excluded: ReadonlyMap<string, ExcludedAs>;
}

export interface VotedRequest {
  id: string;
  revision: number;
  agentId: string;
  credentialId: string;
  action: Pick<Action, 'subject'>;
}

/**
 * Read votes and exclusions as they are now. Call it under the Request's row lock: what was counted before the lock is
 * worth nothing.
 *
 * Accounts that were merged are one person, whose latest decision counts; a withdrawn one does not, and does not bring
 * an earlier one back. Exclusions stored at filing are joined by what owner, credential and subject are today: they grow,
 * and never shrink.
 */
export async function readVotingFacts(tx: Tx, request: VotedRequest): Promise<VotingFacts> {
  const { subject } = request.action;
  const { rows } = await tx.query<{ votes: VoteRow[] | null; excluded: [string, ExcludedAs][] | null }>({
    name: 'voting-facts',
    text: `
      WITH latest AS (
        SELECT DISTINCT ON (coalesce(p.merged_into_id, p.id)) d.*, coalesce(p.merged_into_id, p.id) AS root
        FROM decision d JOIN person p ON p.id = d.person_id
        WHERE d.request_id = $1 AND d.revision = $2
        ORDER BY coalesce(p.merged_into_id, p.id), d.at DESC, d.id DESC
      ),
      excluded AS (
        SELECT DISTINCT ON (root) coalesce(p.merged_into_id, p.id) AS root, x.excluded_as
        FROM (
          SELECT person_id, excluded_as FROM exclusion WHERE request_id = $1
          UNION ALL SELECT owner_id, 'owner' FROM agent WHERE id = $3
          UNION ALL SELECT created_by_id, 'credential_creator' FROM credential WHERE id = $4
          UNION ALL SELECT owner_id, 'subject' FROM agent WHERE $5 = 'agent' AND id = $6
        ) x JOIN person p ON p.id = x.person_id
        ORDER BY root, x.excluded_as
      )
      SELECT
        (SELECT json_agg(json_strip_nulls(json_build_object(
            'decisionId', l.id, 'personId', l.root, 'name', p.name, 'verdict', l.verdict, 'reason', l.reason, 'assurance', l.assurance,
            'channel', l.channel, 'at', l.at, 'leaf', encode(l.leaf, 'base64'), 'groupsThen', l.groups,
            'active', p.disabled_at IS NULL,
            'groups', ARRAY(SELECT m.group_id FROM membership m WHERE m.person_id = l.root AND ${countedMembership} ORDER BY 1))) ORDER BY l.at, l.id)
         FROM latest l JOIN person p ON p.id = l.root
         WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.decision_id = l.id)) AS votes,
        (SELECT json_agg(json_build_array(root, excluded_as)) FROM excluded) AS excluded`,
    values: [request.id, request.revision, request.agentId, request.credentialId, subject.type, subject.id],
  });
  const { votes, excluded } = rows[0]!;
  const out = new Map(excluded ?? []);
  // Somebody may have signed in, or been linked, since the Request was filed: the subject is looked for again.
  for (const personId of (await directory(tx)).meant(subject)) if (!out.has(personId)) out.set(personId, 'subject');
  return { votes: (votes ?? []).map(voteOf), excluded: out };
}

type VoteRow = Omit<Vote, 'at' | 'leaf' | 'groupsThen'> & {
  at: string;
  leaf: string;
  groupsThen: { id: string }[];
};

function voteOf(row: VoteRow): Vote {
  return {
    ...row,
    at: new Date(row.at),
    leaf: Buffer.from(row.leaf, 'base64'),
    groupsThen: row.groupsThen.map((group) => group.id),
  };
}

/**
 * The approvals that count today: by active people whom nothing excludes, given as the Requirement of today asks. One
 * that was good enough when it was given may not be once policy asked for more.
 */
export function countedApprovals(voting: VotingFacts, requirement: MergedRequirement): (Vote & Approval)[] {
  return strongEnough(requirement, standingApprovals(voting));
}

/** The approvals by active people whom nothing excludes, however they were given. */
export function standingApprovals({ votes, excluded }: VotingFacts): (Vote & Approval)[] {
  return votes.filter((vote) => vote.verdict === 'approve' && vote.active && !excluded.has(vote.personId));
}
