import { beforeAll, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { forgetDirectory } from '../identity/recall.ts';
import { signedIn } from '../identity/testing.ts';
import { getRequest } from './get-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventsOf,
  eventTypes,
  filed,
  liveGrants,
  policyOf,
  ready,
  redeem,
  refusalOf,
  stateOf,
} from './testing.ts';

testDatabase();

let by: Caller;
const sre: HumanActor[] = [];
const security: HumanActor[] = [];

beforeAll(async () => {
  await policyOf({ rules: [{ id: 'two', effect: 'require', use: ['two-person'], actions: ['two.*'], when: 'true' }] });
  by = await caller();
  for (let n = 0; n < 6; n++) {
    sre.push(await signedIn(['grp:sre']));
    security.push(await signedIn(['grp:security']));
  }
});

/** Who wins is chance; that somebody does, and one only, is not. */
const rounds = Array.from({ length: 8 }, (_, round) => round);

test('A1: reviewers who approve the last slot at the same moment make one transition and one grant', async () => {
  for (const _ of rounds) {
    const { id } = await filed(by);
    const presses = await Promise.all(sre.map((reviewer) => ready(reviewer, id, 'approve')));
    forgetDirectory();
    const answers = await Promise.allSettled(presses.map((press) => press()));

    const winners = answers.filter((answer) => answer.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    const winner = winners[0]!.value.decision.reviewer!;
    for (const answer of answers) {
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({ code: 'already_settled', members: { settled_by: winner.name } });
    }
    expect(await liveGrants(id)).toBe(1);
    expect(await eventsOf(id, 'request.approved')).toHaveLength(1);
    expect(await eventsOf(id, 'grant.issued')).toHaveLength(1);
    const refusals = await eventsOf(id, 'decision.refused');
    expect(refusals.map((event) => event.data.reason)).toEqual(Array(5).fill('already_settled'));
  }
});
