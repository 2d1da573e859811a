import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RequestPage } from '#components/request/request-page.tsx';
import { getCard } from '#lib/approvals/get-card.ts';
import { getRequest } from '#lib/approvals/get-request.ts';
import { listTimeline } from '#lib/approvals/list-timeline.ts';
import { Refusal } from '#lib/errors/refusal.ts';
import { signedIn } from '../../viewer.ts';

type Params = Promise<{ id: string }>;

export const metadata: Metadata = { title: 'Request' };

/** One request, whole. What may not be seen does not exist here. */
export default async function Page({ params }: { params: Params }) {
  const person = await signedIn();
  const { id } = await params;
  const initial = await read(person, id);
  if (!initial) notFound();
  return <RequestPage requestId={id} initial={initial} />;
}

/** Card first: fetching it is recorded, and the timeline should show that. */
async function read(person: Awaited<ReturnType<typeof signedIn>>, id: string) {
  try {
    const card = await getCard(person, id);
    const [request, timeline] = await Promise.all([getRequest(person, id), listTimeline(person, id)]);
    return { card, request, timeline };
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'not_found' || error.code === 'role_required')) return undefined;
    throw error;
  }
}
