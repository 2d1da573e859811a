/** Who is acting. Built from a verified credential or session only; never from a body or a header that names somebody. */
export type Actor = AgentActor | ExecutorActor | HumanActor;

/** What a person may do here, by the groups their identity provider puts them in. */
export type Role = 'reviewer' | 'auditor' | 'author' | 'admin';

/** An authenticated agent. It submits, waits and reports; no route lets it decide. */
export interface AgentActor {
  kind: 'agent';
  agentId: string;
  credentialId: string;
}

/** Whatever enforces: it redeems grants and reports outcomes. */
export interface ExecutorActor {
  kind: 'executor';
  executorId: string;
  credentialId: string;
}

/** A person with a live session. */
export interface HumanActor {
  kind: 'human';
  personId: string;
  name: string;
  email: string;
  roles: readonly Role[];
  /** Group ids as the identity provider names them. */
  groups: readonly string[];
  sessionId: string;
  channel: 'web';
  /** L3 while the sign-in is at most five minutes old, else L2. */
  assurance: 'L2' | 'L3';
  authAt: Date;
}
