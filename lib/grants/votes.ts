import type { Action, Assurance, Channel, Verdict } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import { countedMembership } from '../identity/counted-membership.ts';
import { type Directory, directory } from '../identity/directory.ts';
import { strongEnough } from '../policy/compare.ts';
import type { Approval } from '../policy/matching.ts';
import { oldestRead } from '../policy/membership-age.ts';
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
  /** False once the person was disabled or none of their groups holds the reviewer role any more. */
  active: boolean;
  /** Their groups were read longer ago than the policy in force lets them count (`membership.maxAge`). */
  stale?: boolean;
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
  const { rows } = await tx.query<VotingRow>({
    name: 'voting-facts',
    text: votingSql({
      request: '$1',
      revision: '$2',
      agent: '$3',
      credential: '$4',
      subjectType: '$5',
      subjectId: '$6',
    }),
    values: [request.id, request.revision, request.agentId, request.credentialId, subject.type, subject.id],
  });
  return votingFacts(rows[0]!, subject, await directory(tx), await oldestRead(tx));
}

/** What `votingSql` selects. */
export interface VotingRow {
  votes: VoteRow[] | null;
  excluded: [string, ExcludedAs][] | null;
}

/** From a row of `votingSql`, with whoever the subject turns out to be: they may have signed in since it was filed. */
export function votingFacts(
  { votes, excluded }: VotingRow,
  subject: Action['subject'],
  people: Directory,
  oldest: Date | null = null,
): VotingFacts {
  const out = new Map(excluded ?? []);
  for (const personId of people.meant(subject)) if (!out.has(personId)) out.set(personId, 'subject');
  return { votes: (votes ?? []).map((row) => voteOf(row, oldest)), excluded: out };
}

/** One row of votes and exclusions of a Request; `of` holds SQL for what identifies it, never a value. */
export function votingSql(
  of: Record<'request' | 'revision' | 'agent' | 'credential' | 'subjectType' | 'subjectId', string>,
) {
  return `
    WITH latest AS (
      SELECT DISTINCT ON (coalesce(p.merged_into_id, p.id)) d.*, coalesce(p.merged_into_id, p.id) AS root
      FROM decision d JOIN person p ON p.id = d.person_id
      WHERE d.request_id = ${of.request} AND d.revision = ${of.revision}
      ORDER BY coalesce(p.merged_into_id, p.id), d.at DESC, d.id DESC
    ),
    excluded AS (
      SELECT DISTINCT ON (root) coalesce(p.merged_into_id, p.id) AS root, x.excluded_as
      FROM (
        SELECT person_id, excluded_as FROM exclusion WHERE request_id = ${of.request}
        UNION ALL SELECT owner_id, 'owner' FROM agent WHERE id = ${of.agent}
        UNION ALL SELECT created_by_id, 'credential_creator' FROM credential WHERE id = ${of.credential}
        UNION ALL SELECT owner_id, 'subject' FROM agent WHERE ${of.subjectType} = 'agent' AND id = ${of.subjectId}
      ) x JOIN person p ON p.id = x.person_id
      ORDER BY root, x.excluded_as
    )
    SELECT
      (SELECT json_agg(json_strip_nulls(json_build_object(
          'decisionId', l.id, 'personId', l.root, 'name', p.name, 'verdict', l.verdict, 'reason', l.reason,
          'assurance', l.assurance, 'channel', l.channel, 'at', l.at, 'leaf', encode(l.leaf, 'base64'),
          'groupsThen', l.groups, 'active', p.disabled_at IS NULL AND EXISTS (SELECT FROM membership m JOIN group_role gr USING (group_id)
            WHERE m.person_id = l.root AND gr.role = 'reviewer' AND ${countedMembership}),
          'readAt', (SELECT min(m.read_at) FROM membership m WHERE m.person_id = l.root),
          'groups', ARRAY(SELECT m.group_id FROM membership m WHERE m.person_id = l.root AND ${countedMembership} ORDER BY 1)
        )) ORDER BY l.at, l.id)
       FROM latest l JOIN person p ON p.id = l.root
       WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.decision_id = l.id)) AS votes,
      (SELECT json_agg(json_build_array(root, excluded_as)) FROM excluded) AS excluded`;
}

type VoteRow = Omit<Vote, 'at' | 'leaf' | 'groupsThen' | 'stale'> & {
  at: string;
  readAt?: string;
  leaf: string;
  groupsThen: { id: string }[];
};

function voteOf({ readAt, ...row }: VoteRow, oldest: Date | null): Vote {
  return {
    ...row,
    ...(oldest && readAt && new Date(readAt) < oldest && { stale: true }),
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

/** The approvals by active people whom nothing excludes and whose groups are known well enough, however they were given. */
export function standingApprovals(voting: VotingFacts): (Vote & Approval)[] {
  return ifKnown(voting).filter((vote) => !vote.stale);
}

/** What `standingApprovals` would be if everybody's groups were still what they were when last read. */
export function ifKnown({ votes, excluded }: VotingFacts): (Vote & Approval)[] {
  return votes.filter((vote) => vote.verdict === 'approve' && vote.active && !excluded.has(vote.personId));
}
