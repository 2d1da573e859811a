import type { Role } from './actor.ts';

/** A person as the people who look after this deployment see them. */
export interface Person {
  id: string;
  name: string;
  email: string;
  groups: PersonGroup[];
  /** What their groups let them do here at this moment: nothing while they are disabled. */
  roles: Role[];
  disabledAt: Date | null;
  /** Null for whoever has not signed in since this deployment took note of it. */
  signedInAt: Date | null;
  createdAt: Date;
}

/** A group as its source last told of it. */
export interface PersonGroup {
  id: string;
  /** `oidc`: the claims of a sign-in. */
  source: string;
  since: Date;
  readAt: Date;
}
