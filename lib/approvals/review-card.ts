import { fingerprint } from '#protocol/fingerprint.ts';
import { canonicalize } from '#protocol/jcs.ts';
import type { Action, Json, ReviewCard } from '#protocol/wire.ts';
import { countedApprovals } from '../grants/votes.ts';
import { digestOf } from '../log/digest.ts';
import { mayFill, progress } from '../policy/matching.ts';
import { blastRadius } from './blast-radius.ts';
import { cardControls, type Viewer } from './card-controls.ts';
import { kindOf } from './kinds/registry.ts';
import type { RecordedGrant, RequestRecord } from './request-record.ts';
import { requirementForm, slotForms } from './slot-forms.ts';
import { stateLine } from './state-line.ts';
import { whyForm } from './why-form.ts';

/**
 * Everything a surface shows of a Request, for one viewer. Pure: the same record and viewer give the same card.
 *
 * `view_digest` covers all of it but the moving parts (state, votes, time left): what a decision names is exactly what
 * was on the screen. On the web nothing is ever left out, so the card is complete.
 */
export function reviewCard(record: RequestRecord, viewer: Viewer): ReviewCard {
  const kind = kindOf(record.action);
  const slots = slotForms(record.requirement, record);
  const requirement = record.requirement ? requirementForm(record.requirement, slots) : undefined;
  const why = whyForm(record, requirement);
  const { controls, note } = cardControls(record, viewer, true);
  const model = record.envelope.model;
  const run = record.envelope.run;
  const earlier = record.revisions.find((revision) => revision.revision === record.revision - 1);

  const card: ReviewCard = {
    request: record.id,
    revision: record.revision,
    digest: record.digest,
    fingerprint: fingerprint(record.digest),
    headline: record.headline,
    kind: kind.kind,
    risk: {
      level: record.evaluation.risk.level,
      score: record.evaluation.risk.score,
      factors: [...record.evaluation.risk.factors],
    },
    environment: record.environment,
    who: {
      agent: {
        id: record.agent.id,
        name: record.agent.name,
        ...(record.agent.team && { team: record.agent.team }),
        trust: record.facts.agent.trust,
        first_time: record.firstTime,
      },
      owner: { id: record.agent.ownerId, name: record.agent.ownerName },
      credential: record.credential,
      ...(model && { model }),
      ...(run && { run }),
      subject: { type: record.action.subject.type, id: record.action.subject.id, proof: record.subjectProof },
    },
    action: { value: record.action, canonical: record.canonical, sections: kind.sections(record.action) },
    blast_radius: blastRadius(record),
    why,
    agent_text: record.envelope,
    ...(earlier && { previous: { revision: earlier.revision, action: JSON.parse(earlier.action) as Action } }),
    state: record.state,
    state_line: stateLine(record.state, slots),
    ...(record.expiresAt && { deadline: record.expiresAt.toISOString() }),
    ...(record.notBefore && { not_before: record.notBefore.toISOString() }),
    ...(record.grant && !record.grant.revokedAt && { grant: grantStanding(record.grant) }),
    slots,
    controls,
    ...(note && { control_note: note }),
    complete: true,
    view_digest: '',
  };
  const slot = yourSlot(record, viewer);
  if (slot) why.your_slot = slot;
  if (note) why.cannot = note;
  card.view_digest = viewDigest(card);
  return card;
}

function grantStanding(grant: RecordedGrant): NonNullable<ReviewCard['grant']> {
  return { id: grant.id, expires_at: grant.expiresAt.toISOString(), uses_left: grant.usesLeft };
}

/** The first open slot this viewer could fill. */
function yourSlot(record: RequestRecord, { reviewer }: Viewer): string | undefined {
  if (!reviewer || !record.requirement || record.excluded.has(reviewer.personId)) return undefined;
  const open = progress(record.requirement, countedApprovals(record, record.requirement)).slots.filter(
    (unit) => !unit.filledBy,
  );
  return open.find((unit) => {
    const requirement = record.requirement!.requirements.find((one) => one.id === unit.requirementId);
    const slot = requirement?.slots.find((one) => one.id === unit.slotId);
    return slot && mayFill(slot, reviewer);
  })?.id;
}

/** SHA-256 over the JCS form of what stays still while a reviewer reads. */
function viewDigest(card: ReviewCard): string {
  const { first_time: _, ...agent } = card.who.agent;
  const { your_slot: _slot, cannot: _cannot, requirement, ...why } = card.why;
  const asked = requirement && { ...requirement, slots: requirement.slots.map(({ filled: _, ...slot }) => slot) };
  return digestOf(
    canonicalize({
      request: card.request,
      revision: card.revision,
      digest: card.digest,
      headline: card.headline,
      kind: card.kind,
      risk: card.risk,
      environment: card.environment,
      who: { ...card.who, agent },
      action: card.action,
      blast_radius: card.blast_radius,
      why: asked ? { ...why, requirement: asked } : why,
      agent_text: card.agent_text,
      previous: card.previous ?? null,
    } as unknown as Json),
  );
}
