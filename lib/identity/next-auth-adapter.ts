import { randomBytes } from 'node:crypto';
import type { Adapter } from 'next-auth/adapters';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { sha256 } from '../log/digest.ts';
import type { SignIn } from './sign-in-claims.ts';

/** The sign-in that one request of next-auth's is about, once our own rules let it in. */
export interface SignInInProgress {
  admitted?: { personId: string; signIn: SignIn };
  /** The token this browser showed before: its session ends when the new one begins. */
  earlierToken?: string;
}

/** A session lives for twelve hours at most, whatever happens in it. */
export const sessionSeconds = 12 * 60 * 60;

/** 256 random bits, so a fast hash of it is all that has to be kept. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Our tables, as next-auth wants to see them, for one request.
 *
 * People and links are made by `admitPerson` before next-auth looks for them, so it only ever finds the person who was
 * just let in, and stores a session for them. It can find nobody by address, create nobody and link nothing. It is told
 * of no earlier session, so that every sign-in begins a new one and ends the one before.
 */
export function nextAuthAdapter(progress: SignInInProgress): Adapter {
  const person = () => {
    const personId = progress.admitted?.personId;
    // next-auth wants an address on every user; it goes nowhere, since sessions are read without next-auth.
    return personId ? { id: personId, email: '', emailVerified: null } : null;
  };
  const never = async (): Promise<never> => {
    throw new Error('People and links are made by admitPerson only.');
  };

  return {
    getUserByAccount: async ({ providerAccountId }) =>
      progress.admitted?.signIn.subject === providerAccountId ? person() : null,
    getUser: async () => person(),
    getUserByEmail: async () => null,
    createUser: never,
    updateUser: never,
    linkAccount: never,
    getSessionAndUser: async (sessionToken) => {
      progress.earlierToken = sessionToken;
      return null;
    },
    updateSession: async () => null,

    createSession: async ({ sessionToken, userId }) => {
      const { admitted, earlierToken } = progress;
      if (!admitted || admitted.personId !== userId) return never();
      const { rows } = await pool().query<{ expires: Date }>(
        `WITH seen AS (UPDATE person SET signed_in_at = now() WHERE id = $3)
          INSERT INTO session (id, token_hash, person_id, auth_at, created_at, last_seen_at, expires_at)
          VALUES ($1, $2, $3, least($4, now()), now(), now(), now() + make_interval(secs => $5))
          RETURNING expires_at AS expires`,
        [newId('ses'), sha256(sessionToken), userId, admitted.signIn.authAt, sessionSeconds],
      );
      await pool().query(
        `DELETE FROM session WHERE token_hash = $1
          OR person_id = $2 AND (expires_at <= now() OR last_seen_at <= now() - interval '30 minutes')`,
        [earlierToken ? sha256(earlierToken) : null, userId],
      );
      return { sessionToken, userId, expires: rows[0]!.expires };
    },
    deleteSession: async (sessionToken) => {
      await pool().query('DELETE FROM session WHERE token_hash = $1', [sha256(sessionToken)]);
    },
  };
}
