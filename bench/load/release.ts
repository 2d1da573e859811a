import { measured } from '../apart.ts';
import { type Series, series } from '../series.ts';
import { Caller, type Cast } from './caller.ts';

export interface ReleaseInput {
  cast: Cast;
  /** How many agents wait at any moment, each on a connection of its own. */
  waiting: number;
  decisions: number;
}

interface Wait {
  requestId: string;
  /** When the agent had its answer, with the grant in it. */
  released: Promise<number>;
}

/**
 * How long after the reviewer sends the decision the waiting agent has its grant in hand.
 *
 * The decision's own transaction is inside this time. Decisions are made one after the other; whoever was released is
 * replaced by another waiting agent before the next one, so that as many wait at the end as at the beginning.
 */
measured<ReleaseInput, Series>(async ({ cast, waiting, decisions }) => {
  const agents = await inTurn(waiting, (number) => Caller.open(cast, number));
  const reviewer = await Caller.open(cast, 0);
  const begin = async (agent: Caller): Promise<Wait> => {
    const { form, bearer } = await agent.submit();
    const released = agent.read(bearer, form.id, { seconds: 60, known: form.version }).then((now) => {
      if (now.grant === undefined) throw new Error(`Request ${now.id} was released as ${now.state}, without a grant.`);
      return performance.now();
    });
    released.catch(() => {});
    return { requestId: form.id, released };
  };
  const waits = await inTurn(waiting, (number) => begin(agents[number]!));
  const taken: number[] = [];
  const from = performance.now();
  for (let turn = 0; turn < decisions; turn++) {
    // Far apart in the list, so that no caller is released twice in a row.
    const index = (turn * 7) % waiting;
    const card = await reviewer.openCard(waits[index]!.requestId);
    const sent = performance.now();
    const [released] = await Promise.all([waits[index]!.released, reviewer.approve(card)]);
    taken.push(released - sent);
    waits[index] = await begin(agents[index]!);
  }
  const elapsed = (performance.now() - from) / 1000;
  for (const caller of [...agents, reviewer]) caller.close();
  return series(taken, elapsed);
});

/** A few at a time: a thousand connections at once would only test the backlog. */
async function inTurn<T>(count: number, one: (number: number) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let from = 0; from < count; from += 20) {
    const numbers = Array.from({ length: Math.min(20, count - from) }, (_, offset) => from + offset);
    found.push(...(await Promise.all(numbers.map(one))));
  }
  return found;
}
