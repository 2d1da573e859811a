import { Hostile } from '../text/hostile.tsx';
import { indented } from './indented.ts';

/** The text whose hash is approved, only indented: no character of it is changed, left out or reordered. */
export function CanonicalJson({ canonical }: { canonical: string }) {
  return (
    <pre className="whitespace-pre-wrap px-3 py-2.5 font-mono [overflow-wrap:anywhere] max-sm:break-all">
      <Hostile text={indented(canonical)} />
    </pre>
  );
}
