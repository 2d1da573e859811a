import type { ReviewCard } from '#protocol/wire.ts';
import type { RequestRecord } from './request-record.ts';

type Measure = ReviewCard['blast_radius'][number];

/** What the Action touches, each figure with who says so: the agent's claims are never passed off as ours. */
export function blastRadius({ envelope, facts }: Pick<RequestRecord, 'envelope' | 'facts'>): Measure[] {
  const measures: Measure[] = [{ label: 'Environment', value: facts.resource.environment, source: 'policy' }];
  if (facts.resource.classes.length > 0) {
    measures.push({ label: 'Data classes', value: facts.resource.classes.join(', '), source: 'policy' });
  }
  if (!facts.resource.known) measures.push({ label: 'Catalogue', value: 'resource unknown', source: 'policy' });

  const claimed = envelope.evidence?.blast_radius;
  if (!claimed) return measures;
  const claim = (label: string, value: string) => measures.push({ label, value, source: 'agent' });
  if (claimed.rows !== undefined) claim('Rows', count(claimed.rows));
  if (claimed.resources !== undefined) claim('Resources', count(claimed.resources));
  if (claimed.people !== undefined) claim('People', count(claimed.people));
  if (claimed.cost) claim('Cost', `${claimed.cost.amount} ${claimed.cost.currency}`);
  if (claimed.reversible !== undefined) claim('Reversible', claimed.reversible ? 'yes' : 'no');
  if (claimed.summary) claim('In the agent’s words', claimed.summary);
  return measures;
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
