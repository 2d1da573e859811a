import { Compass } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';

/** What is not there, or not for this person: from outside the two look the same. */
export function Nowhere() {
  return (
    <div className="flex flex-1 flex-col justify-center">
      <h1 className="sr-only">Not found</h1>
      <Empty
        icon={Compass}
        title="There is nothing here that you can see"
        actions={
          <Button asChild>
            <Link href="/">To the queue</Link>
          </Button>
        }
      >
        The address may be mistyped, or it leads to a request that is not yours to read.
      </Empty>
    </div>
  );
}
