import { powersOf } from '#lib/approvals/kinds/iam/documents.ts';
import { compare } from '#lib/approvals/kinds/iam/power.ts';
import { resourceChangesOf } from '#lib/approvals/kinds/plan/terraform.ts';
import type { EvidenceDiff, Json } from '#protocol/wire.ts';
import { JsonTree } from '../kinds/json-tree.tsx';
import { Padded } from '../kinds/members.tsx';
import { Plan } from '../kinds/plan.tsx';
import { ComparedPowers } from '../kinds/powers.tsx';
import { Sql } from '../kinds/sql.tsx';
import { UNCHECKED } from '../text/agent-text.tsx';
import { LongText } from '../text/long-text.tsx';
import { DiffView } from './diff-view.tsx';
import { linesBetween } from './lines.ts';
import { pretty } from './pretty.ts';
import { readUnified } from './unified.ts';

/** The comparison an agent supplied, drawn by its format and always complete. It is the agent's claim and says so. */
export function EvidenceDiffView({ diff }: { diff: EvidenceDiff }) {
  return (
    <div className="overflow-clip rounded-lg border border-dashed bg-surface">
      <p className="border-line border-b border-dashed px-3 py-1.5 text-faint text-xs">{UNCHECKED}</p>
      <Drawn diff={diff} />
    </div>
  );
}

function Drawn({ diff }: { diff: EvidenceDiff }) {
  if ('text' in diff) return <DrawnText format={diff.format} text={diff.text} />;
  if ('before' in diff) return <DrawnPair format={diff.format} before={diff.before} after={diff.after} />;
  return <DrawnData format={diff.format} data={diff.data} />;
}

function DrawnText({ format, text }: { format: EvidenceDiff['format']; text: string }) {
  if (format === 'unified') return <DiffView lines={readUnified(text)} />;
  if (format === 'sql') return <Sql texts={[text]} />;
  return (
    <div className="px-3 py-2.5">
      <LongText text={text} mono />
    </div>
  );
}

function DrawnPair({ format, before, after }: { format: EvidenceDiff['format']; before: Json; after: Json }) {
  const [had, has] = format === 'iam' ? [powersOf(before), powersOf(after)] : [];
  const comparison = had && has && compare(had, has);
  return (
    <>
      {comparison && <ComparedPowers comparison={comparison} />}
      <DiffView lines={linesBetween(pretty(before), pretty(after))} />
    </>
  );
}

function DrawnData({ format, data }: { format: EvidenceDiff['format']; data: Json }) {
  if (format === 'terraform_plan' && resourceChangesOf(data)) return <Plan plan={data} />;
  return (
    <Padded>
      <JsonTree branches={branchesOf(format, data)} />
    </Padded>
  );
}

/** The operations of a JSON patch in their order; anything else as one tree. */
function branchesOf(format: EvidenceDiff['format'], data: Json) {
  if (format !== 'json_patch' || !Array.isArray(data)) return [{ names: ['data'], pointer: '', value: data }];
  return data.map((value, index) => ({ names: [`operation ${index + 1}`], pointer: `/${index}`, value }));
}
