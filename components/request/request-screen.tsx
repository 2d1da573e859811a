'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sentence } from '#components/shell/api.ts';
import { usePolling } from '#components/shell/live.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RequestForm, ReviewCard, TimelineEntry } from '#protocol/wire.ts';
import { movedNotice, type PageNotice } from './page-notice.ts';
import { cardOptions, requestOptions, timelineOptions } from './queries.ts';
import { Review } from './review.tsx';
import { SeenProvider } from './seen.tsx';

export interface InitialRequest {
  request: RequestForm;
  card: ReviewCard;
  timeline: TimelineEntry[];
}

const none: readonly string[] = [];

interface RequestScreenProps {
  requestId: string;
  /** What the server read for the first paint. */
  initial?: InitialRequest;
  onBack: () => void;
  /** Where `n` leads; answers false if nothing else needs this person. */
  onNext: (currentId: string) => Promise<boolean>;
}

/** One request, kept current: read live, seen per revision, decided at the bottom. */
export function RequestScreen({ requestId, initial, onBack, onNext }: RequestScreenProps) {
  const request = useQuery({ ...requestOptions(requestId, initial?.request), refetchInterval: usePolling() });
  const version = request.data?.version;
  const isInitial = version === initial?.request.version;
  const card = useQuery({
    ...cardOptions(requestId, version, isInitial ? initial?.card : undefined),
    placeholderData: keepPreviousData,
  });
  const timeline = useQuery({
    ...timelineOptions(requestId, version, isInitial ? initial?.timeline : undefined),
    placeholderData: keepPreviousData,
  });

  const shown = card.data?.action.sections;
  const sections = useMemo(() => shown?.map(({ id }) => id), [shown]);
  const [notice, setNotice] = useState<PageNotice>();
  const revision = card.data?.request === requestId ? card.data.revision : undefined;
  const readRevision = useRef(revision);
  useEffect(() => {
    if (revision === undefined || readRevision.current === revision) return;
    if (readRevision.current !== undefined) setNotice(movedNotice(revision));
    readRevision.current = revision;
  }, [revision]);

  const failed = request.isError && !request.data ? request : card.isError && !card.data ? card : undefined;
  if (failed)
    return (
      <Empty
        icon={CircleAlert}
        title="This request could not be read"
        actions={
          <>
            <Button onClick={onBack}>Back</Button>
            <Button onClick={() => failed.refetch()}>Try again</Button>
          </>
        }
      >
        <p role="alert">{sentence(failed.error)}</p>
      </Empty>
    );
  if (!request.data || !card.data || card.data.request !== requestId) return <Loading />;
  return (
    <SeenProvider key={`${requestId} ${card.data.digest}`} sections={sections ?? none}>
      <Review
        request={request.data}
        card={card.data}
        timeline={timeline.data}
        notice={notice}
        onNotice={setNotice}
        onBack={onBack}
        onNext={onNext}
      />
    </SeenProvider>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Reading the request" className="flex flex-col gap-4 p-5">
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-7 w-4/5" />
      <Skeleton className="h-40" />
      <Skeleton className="h-24" />
    </div>
  );
}
