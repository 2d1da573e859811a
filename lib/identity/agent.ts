export type Trust = 'untrusted' | 'standard' | 'trusted';
export type Grade = 'structural' | 'network' | 'cooperative';

/** An agent as the people who look after it see it. */
export interface Agent {
  id: string;
  name: string;
  owner: { id: string; name: string };
  team: string | null;
  trust: Trust;
  model: AgentModel | null;
  tags: string[];
  /** Patterns of the subjects it may act for, such as `user:*@demo.test`. */
  actsFor: string[];
  /** The executor that runs its actions unless a submission names another one of `executors`. */
  executorId: string;
  executors: string[];
  createdAt: Date;
  pausedAt: Date | null;
  retiredAt: Date | null;
  credentials: Credential[];
}

/** What an administrator says of the model behind an agent; each submission may claim its own. */
export interface AgentModel {
  provider?: string;
  name?: string;
  version?: string;
}

/** An executor as the people who look after it see it. */
export interface Executor {
  id: string;
  name: string;
  owner: { id: string; name: string };
  grade: Grade;
  createdAt: Date;
  retiredAt: Date | null;
  credentials: Credential[];
}

/** What may be told about an API key. Not its secret, nor the hash of it. */
export interface Credential {
  id: string;
  prefix: string;
  createdById: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}
