import type { ActionInput, SubmitBody } from '@countersign/sdk';
import type { Properties } from '../runner/read-action.ts';
import type { Shop, ShopTx } from '../shop/shop.ts';

export type AgentName = 'billing-bot' | 'crm-agent' | 'deploy-bot';

/** What an agent wants: the Action with everything that will run, and beside it what it knows and claims. */
export interface Proposal {
  action: ActionInput;
  /** In the agent's own words. */
  reason: string;
  evidence: NonNullable<SubmitBody['evidence']>;
}

/** One of the jobs that agents were given. */
export interface Errand {
  name: string;
  agent: AgentName;
  /** Presents something else than was approved the first time, to show that it is refused. */
  triesAnother?: true;
  /** The next thing to ask for, computed from the shop as it is now; null when nothing is left to do. Changes nothing. */
  propose(shop: Shop, turn: Turn): Promise<Proposal | null>;
  /** Rows that a question about this Action may be answered with, read as the shop is now. */
  sample(tx: ShopTx, properties: Properties): Promise<Record<string, unknown>[]>;
}

/** What a proposal may differ by from one time to the next. */
export interface Turn {
  /** How many steps were filed before, over all errands. */
  step: number;
  agentId: string;
}
