import type { Action } from '@countersign/sdk';
import type { ShopTx } from '../shop/shop.ts';
import { checkPreconditions } from './preconditions.ts';
import type { Ran } from './ran.ts';
import { type Properties, propertiesOf, Stopped } from './read-action.ts';

type Resources = Record<string, unknown>;

interface ResourceChange {
  address: string;
  change: { actions: string[]; before: unknown; after: unknown };
}

/** Apply the approved plan to what runs: every resource it changes has to be as the plan says it was. */
export async function runPlan(tx: ShopTx, action: Action): Promise<Ran> {
  const properties = propertiesOf(action);
  await checkPreconditions(tx, properties);
  const changes = changesIn(properties);
  const { rows } = await tx.query<{ resources: Resources }>(
    'SELECT resources FROM terraform_state WHERE name = $1 FOR UPDATE',
    [action.resource.id],
  );
  if (!rows[0]) throw new Stopped(`There is no state named ${action.resource.id}.`);
  const after = changes.reduce(applied, rows[0].resources);
  await tx.query('UPDATE terraform_state SET serial = serial + 1, resources = $2 WHERE name = $1', [
    action.resource.id,
    after,
  ]);
  return { summary: `Applied: ${changes.map(({ address }) => address).join(', ')}.`, resources: changes.length };
}

function applied(resources: Resources, { address, change }: ResourceChange): Resources {
  if (!isSame(resources[address] ?? null, change.before)) {
    throw new Stopped(`${address} is not what the plan was made for any more. Nothing was applied.`);
  }
  const { [address]: _, ...others } = resources;
  return change.after === null ? others : { ...others, [address]: change.after };
}

function changesIn(properties: Properties): ResourceChange[] {
  const plan = properties.plan as { resource_changes?: ResourceChange[] } | undefined;
  const changes = plan?.resource_changes?.filter(({ change }) => change.actions.join() !== 'no-op');
  if (changes?.length) return changes;
  throw new Stopped('The approved plan changes nothing.');
}

/** Equal as JSON, in whatever order the database keeps members. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
