import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import type { RequestForm } from '#protocol/wire.ts';
import { testDatabase } from '../db/testing.ts';
import { cuttableWire, type Wire } from '../db/testing-wire.ts';
import type { HumanActor } from '../identity/actor.ts';
import { signedIn } from '../identity/testing.ts';
import { cancelRequest } from './cancel-request.ts';
import { getRequest } from './get-request.ts';
import { reviseRequest } from './revise-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventTypes,
  filed,
  policyOf,
  ready,
  redeem,
  report,
} from './testing.ts';
import { brokenTruths } from './testing-record.ts';

const database = testDatabase();

let wire: Wire;
let by: Caller;
let reviewer: HumanActor;
beforeAll(async () => {
  wire = await cuttableWire();
  await policyOf({
    rules: [{ id: 'free', effect: 'allow', actions: ['free.*'], when: 'true', sample: 0.05 }],
    tests: [{ name: 'free', given: { action: { name: 'free.read' } }, expect: { effect: 'allow' } }],
  });
  by = await caller();
  reviewer = await signedIn(['grp:sre']);
});
afterAll(() => wire.close());

const asked = () => filed(by);

async function approved(): Promise<RequestForm> {
  const { id } = await filed(by);
  await decideOn(reviewer, id, 'approve');
  return getRequest(by.agent, id);
}

/** A verb, ready to be called: the first time over a wire that is cut, the second time over one that is whole. */
type Prepared = () => Promise<{ verb: () => Promise<unknown>; holds: (answer: never) => Promise<void> }>;

/**
 * Run the verb again and again, losing the database one step later each time, until it gets through unharmed. After
 * every loss the record is whole, and the very same call made again does what the first one was to do, once.
 */
async function loseAtEveryStep(prepare: Prepared): Promise<number> {
  for (let step = 1; step < 40; step++) {
    const { verb, holds } = await prepare();
    wire.cutAt(step);
    const first = await verb().then(
      (answer) => ({ answer }),
      () => null,
    );
    const lost = wire.mend();
    expect(await brokenTruths(database.superuserPool()), `lost at step ${step}`).toEqual([]);
    await holds((first ? first.answer : await verb()) as never);
    if (lost) continue;
    expect(await brokenTruths(database.superuserPool())).toEqual([]);
    return step;
  }
  throw new Error('It never got through.');
}

const count = async (id: string, type: string) => (await eventTypes(id)).filter((one) => one === type).length;

describe('the database is lost at any step', { timeout: 60_000 }, () => {
  test('J1: of a submission that people decide: one Request, with its Events', async () => {
    const steps = await loseAtEveryStep(async () => {
      const [action, idempotencyKey] = [actionOf(by.agent), newId('key')];
      return {
        verb: () => filed(by, action, { idempotencyKey }),
        holds: async (form: RequestForm) => {
          expect(form.state).toBe('pending');
          expect(await eventTypes(form.id)).toEqual(['evaluation.made', 'request.submitted']);
        },
      };
    });
    expect(steps).toBeGreaterThan(1);
  });

  test('J1: of a submission that policy allows: one Request, one grant', async () => {
    await loseAtEveryStep(async () => {
      const [action, idempotencyKey] = [actionOf(by.agent, 'free.read'), newId('key')];
      return {
        verb: () => filed(by, action, { idempotencyKey }),
        holds: async (form: RequestForm) => {
          expect(form.grant).toEqual(expect.any(String));
          expect(await count(form.id, 'grant.issued')).toBe(1);
        },
      };
    });
  });

  test('F6: of the last decision: afterwards a pending Request, or one grant', async () => {
    const steps = await loseAtEveryStep(async () => {
      const { id } = await asked();
      return {
        verb: await ready(reviewer, id, 'approve'),
        holds: async () => {
          const form = await getRequest(by.agent, id);
          expect(form).toMatchObject({ state: 'approved', grant: expect.any(String) });
          expect(await count(id, 'decision.recorded')).toBe(1);
          expect(await count(id, 'grant.issued')).toBe(1);
        },
      };
    });
    expect(steps).toBeGreaterThan(8);
  });

  test('F7: of a redemption: the same key and body, the one use, the one answer', async () => {
    const steps = await loseAtEveryStep(async () => {
      const [form, key] = [await approved(), newId('key')];
      return {
        verb: () => redeem(by, form, key),
        holds: async (answer: { redemption: string; uses_left: number }) => {
          expect(answer).toMatchObject({ uses_left: 0 });
          expect(await count(form.id, 'grant.redeemed')).toBe(1);
          expect(await redeem(by, form, key)).toMatchObject({ redemption: answer.redemption, replayed: true });
        },
      };
    });
    expect(steps).toBeGreaterThan(8);
  });

  test('F11: of a report: one Outcome', async () => {
    await loseAtEveryStep(async () => {
      const form = await approved();
      const { redemption } = await redeem(by, form);
      const now = new Date().toISOString();
      return {
        verb: () => report(by, form, redemption, { started_at: now, ended_at: now }),
        holds: async () => {
          expect((await getRequest(by.agent, form.id)).state).toBe('succeeded');
          expect(await eventTypes(form.id)).not.toContain('outcome.refused');
        },
      };
    });
  });

  test('F10: of giving up what was approved: cancelled with its grant, or not at all', async () => {
    await loseAtEveryStep(async () => {
      const { id } = await approved();
      return {
        verb: () => cancelRequest(by.agent, { requestId: id, reason: 'No.' }),
        holds: async () => {
          expect((await getRequest(by.agent, id)).state).toBe('cancelled');
          expect(await count(id, 'grant.revoked')).toBe(1);
        },
      };
    });
  });

  test('C1: of a revision: one revision more, or none', async () => {
    await loseAtEveryStep(async () => {
      const { id } = await asked();
      const [action, idempotencyKey] = [actionOf(by.agent), newId('key')];
      return {
        verb: () => reviseRequest(by.agent, { requestId: id, action, idempotencyKey }),
        holds: async () => {
          expect((await getRequest(by.agent, id)).revision).toBe(2);
          expect(await count(id, 'request.revised')).toBe(1);
        },
      };
    });
  });
});
