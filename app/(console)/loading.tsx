import { Skeleton } from '#components/ui/skeleton.tsx';

/** The place of a page on its way. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4 p-5 lg:p-8">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="h-64" />
    </div>
  );
}
