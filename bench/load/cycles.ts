import { measured } from '../apart.ts';
import { repeat, type Series } from '../series.ts';
import { Caller } from './caller.ts';
import type { LoadInput } from './intake.ts';

/**
 * Whole lives of a Request: the agent submits, a reviewer opens the card and approves through a session, the agent reads
 * the grant, its executor redeems it and reports. Six exchanges, five of which write.
 */
measured<LoadInput, Series>(async ({ cast, callers, seconds }) => {
  const all = await Promise.all(Array.from({ length: callers }, (_, number) => Caller.open(cast, number)));
  try {
    return await repeat(callers, { seconds }, (number) => cycle(all[number]!));
  } finally {
    for (const caller of all) caller.close();
  }
});

async function cycle(caller: Caller): Promise<void> {
  const { form, bearer } = await caller.submit();
  await caller.approve(await caller.openCard(form.id));
  const approved = await caller.read(bearer, form.id);
  await caller.report(await caller.redeem(approved.grant!, approved.action));
}
